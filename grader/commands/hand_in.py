"""`hand-in`: the zip that a learner hands in."""

import argparse
from pathlib import Path

from ..contents.course import Course, UsageError
from ..kits.files import write_whole
from ..kits.hand_in import hand_in
from ..report.output import say
from ..words.text import clean

# Every sentence of the command stands here, whole.
NOT_A_ZIP = "The hand-in is a zip: name a file that ends in .zip."
NOTHING = "There is nothing to hand in yet: every file is as it was handed out."
WRITTEN_ONE = "One file is in {path}:"
WRITTEN = "{count} files are in {path}:"
UNTOUCHED = "Not touched yet, and not in it: {names}."
LEFT_OUT = "Not in it: {problem}"
ANYWHERE = "Upload it where your course collects hand-ins."

MAX_NAMED = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, metavar="FILE.zip", help="else hand-in.zip")


def run(course: Course, options: argparse.Namespace) -> int:
    """Write the zip, and say what is in it. Raises UsageError."""
    path = options.output or course.root / "hand-in.zip"
    if path.suffix.lower() != ".zip" or path.is_dir():
        raise UsageError(NOT_A_ZIP)
    found = hand_in(course)
    lines = [LEFT_OUT.format(problem=problem) for problem in found.problems]
    if not found.files:
        raise UsageError("\n".join([NOTHING, *lines]))
    write_whole(path, found.packed())
    shown = path.name if path.parent == course.root else str(path)
    said = WRITTEN_ONE if len(found.files) == 1 else WRITTEN
    head = [said.format(count=len(found.files), path=shown), *(f"  {p}" for p in found.files)]
    if found.untouched:
        names = found.untouched[:MAX_NAMED]
        more = len(found.untouched) - len(names)
        names += [f"and {more} more"] if more else []
        head.append(UNTOUCHED.format(names=", ".join(names)))
    text = "\n".join([*head, *lines, course.upload or ANYWHERE])
    say(clean(text, len(text), lines=True))
    return 0
