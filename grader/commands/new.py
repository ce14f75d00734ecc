"""`new`: the files of a new exercise; a mistake or an alternative from a file that shows it."""

import argparse
from pathlib import Path

from ..author.entries import SORTS, add_entry
from ..author.scaffold import new_exercise
from ..contents.course import Course, UsageError
from ..report.output import say
from ..sandbox.confine import strongest
from ..submission.servers import serving
from ..words.sessions import INDENT, command
from ..words.text import clean_lines

ONE_THING = "Say what is new: an exercise, or one mistake or alternative of one. For example:"
NO_CHAPTER = "--new-chapter goes with a new exercise. For example:"
WRITTEN = "Written, each with FILL IN where something belongs:"
LAST = "The chapter stands last in course.toml: move it to where it is to be learned."
NEXT = "What is missing, now and after every save:"
NEXT_ENTRY = "Whether all holds with it:"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="CHAPTER/NAME", help="a new exercise")
    parser.add_argument("--new-chapter", metavar="TITLE", help="make its chapter as well")
    entry = ("EXERCISE", "FILE")
    parser.add_argument("--mistake", nargs=2, metavar=entry, help="add what a wrong file shows")
    parser.add_argument("--alternative", nargs=2, metavar=entry, help="add what a right one shows")


def run(course: Course, options: argparse.Namespace) -> int:
    """Make what the options ask for. Raises UsageError."""
    entries = [(sort, getattr(options, sort)) for sort in SORTS if getattr(options, sort)]
    if len(entries) + bool(options.name) != 1:
        raise UsageError(ONE_THING, command=command("new", "losses/huber_loss"))
    if options.name:
        written = new_exercise(course, options.name, options.new_chapter)
        lines = [WRITTEN, *(f"  {path}" for path in written)]
        stem = options.name.removesuffix(".py").split("/")[1]
        last = [LAST] if options.new_chapter is not None else []
        _print(*lines, *last, NEXT, INDENT + command("certify", stem, "--watch"))
        return 0
    if options.new_chapter is not None:
        raise UsageError(NO_CHAPTER, command=command("new", "CHAPTER/NAME", "--new-chapter TITLE"))
    ((sort, (name, file)),) = entries
    exercise = course.one(name)
    with serving(strongest(), course.readable) as server:
        done = add_entry(course, exercise, sort, Path(file), server)
    _print(done, NEXT_ENTRY, INDENT + command("certify", exercise.stem))
    return 0


def _print(*lines: str) -> None:
    say(clean_lines("\n".join(lines).split("\n")))
