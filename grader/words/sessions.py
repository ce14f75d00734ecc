"""How this reader starts a session: every command that is advised works when it is pasted.

Decided by how the program was called. noxfile.py says so in COURSE_NOX; without it this is
`python -m grader`. A command stands on a line of its own, indented, and is never wrapped.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

INDENT = "    "


def command(session: str, *arguments: str) -> str:
    """What this reader types to start a session with these arguments."""
    launcher = os.environ.get("COURSE_NOX")
    if launcher:
        return " ".join([launcher, "-s", session, *(["--", *arguments] if arguments else [])])
    return " ".join([quoted(sys.orig_argv[0]), "-m grader", session, *arguments])


def command_line(session: str, *arguments: str) -> str:
    """The same as a line of its own below a sentence."""
    return f"\n{INDENT}{command(session, *arguments)}"


def interpreter(typed: Sequence[str]) -> str:
    """The Python that runs this, as this reader can type it.

    typed: the whole command line, as in sys.orig_argv. The plain name is preferred where it finds
    a Python that is new enough; a launcher such as pyenv's may have put a path in its place.
    """
    name = os.path.basename(typed[0])
    if os.name == "nt":
        name = "py" if shutil.which("py") else name.removesuffix(".exe")
    found = shutil.which(name)
    if found and (typed[0] == name or found == typed[0] or _is_new_enough(found)):
        return name
    return quoted(typed[0])


def quoted(word: str) -> str:
    """A word as a shell takes it."""
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    return shlex.quote(word)


def _is_new_enough(python: str) -> bool:
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.call([python, "-c", question]) == 0
