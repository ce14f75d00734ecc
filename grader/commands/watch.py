"""`watch`: has the server start before anything slow is imported, then watches."""

import argparse

from ..contents.course import Course
from ..sandbox.confine import strongest
from ..submission.start import launch


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--poll", action="store_true", help="do not rely on notifications of saves")


def run(course: Course, options: argparse.Namespace) -> int:
    """Watch until the learner quits; the exit status. Raises UsageError."""
    exercises = course.select(options.exercises)
    level = strongest()
    launched = launch(level, course.readable)

    from ..learner.warm import WarmGrader
    from ..learner.watch import watch

    grader = WarmGrader(course, level, launched)
    try:
        return watch(course, exercises, grader, poll=options.poll)
    finally:
        grader.close()
