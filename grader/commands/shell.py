"""`shell`: a Python prompt in the course's environment, with a learner's functions at hand."""

import argparse
import code
import importlib
import os
import sys
import traceback
from types import ModuleType
from typing import Any

from ..contents.course import Course, Exercise
from ..report.output import say
from ..words.text import clean

# Every sentence of the shell stands here, whole.
AT_HAND = "At hand: np, {names}."
NOTHING = "At hand: np. Name an exercise or a chapter to have its functions here."
BROKEN = "{path} cannot be imported, and is left out ({problem})."
RELOAD = "After a change, reload() brings the files in once more. Leave with exit()."
IPYTHON_RELOADS = "Files that change are imported again by themselves. Leave with exit."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="CHAPTER|EXERCISE")


def run(course: Course, options: argparse.Namespace) -> int:
    """Open a prompt; with nothing named it has only numpy at hand. Raises UsageError."""
    exercises = course.select(options.exercises) if options.exercises else []
    os.chdir(course.root)
    sys.path.insert(0, str(course.root))
    shell = Shell(exercises)
    shell.reload()
    try:
        from IPython import start_ipython
    except ImportError:
        code.interact(f"{shell.banner()}\n{RELOAD}", local=shell.names, exitmsg="")
        return 0
    # IPython's own reloading needs the modules, not only what is in them.
    lines = ["%load_ext autoreload", "%autoreload 3", f"print({IPYTHON_RELOADS!r})"]
    say(shell.banner())
    settings = [f"--InteractiveShellApp.exec_lines={line}" for line in lines]
    start_ipython(["--no-banner", *settings], user_ns=shell.names)
    return 0


class Shell:
    """What is at hand in a prompt."""

    def __init__(self, exercises: list[Exercise]) -> None:
        self.names: dict[str, Any] = {"np": importlib.import_module("numpy"), "reload": self.reload}
        self._exercises = exercises
        self._found: list[str] = []

    def banner(self) -> str:
        """What is at hand, in one sentence."""
        return AT_HAND.format(names=", ".join(self._found)) if self._found else NOTHING

    def reload(self) -> None:
        """Import the exercises once more, as they are on disk now."""
        for name in [name for name in sys.modules if name.partition(".")[0] == "exercises"]:
            del sys.modules[name]
        self._found = []
        for exercise in self._exercises:
            try:
                module = importlib.import_module(f"exercises.{exercise.module}")
            except Exception as error:
                problem = clean(traceback.format_exception_only(error)[-1].strip(), 200)
                path = exercise.file.relative_to(exercise.root).as_posix()
                say(BROKEN.format(path=path, problem=problem))
                continue
            own = _public(module)
            self.names |= own
            self._found += [name for name in own if name not in self._found]


def _public(module: ModuleType) -> dict[str, Any]:
    """The functions and classes that a module defines itself."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    }
