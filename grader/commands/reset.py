"""`reset`: the stub again; what the learner wrote is kept as a backup."""

import argparse

from ..contents.course import Course
from ..learner.workshop import is_stub, reset, undo
from ..report.output import say
from ..words.sessions import command_line

CAN_UNDO = "To have it as it was:{command}"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE")
    parser.add_argument("--undo", action="store_true", help="bring the newest backup back")


def run(course: Course, options: argparse.Namespace) -> int:
    """Put the stub back, or the newest backup. Raises UsageError."""
    exercise = course.one(options.exercise)
    if options.undo:
        say(undo(exercise))
        return 0
    had_work = exercise.file.exists() and not is_stub(exercise)
    say(reset(exercise))
    if had_work:
        say(CAN_UNDO.format(command=command_line("reset", exercise.stem, "--undo")))
    return 0
