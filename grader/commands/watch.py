"""`watch`: has the server start before anything slow is imported, then watches."""

import argparse
from contextlib import closing

from ..contents.course import Course
from ..sandbox.confine import strongest
from ..submission.servers import serving


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--poll", action="store_true", help="do not rely on notifications of saves")


def run(course: Course, options: argparse.Namespace) -> int:
    """Watch until the learner quits; the exit status. Raises UsageError."""
    exercises = course.select(options.exercises)
    level = strongest()
    with serving(level, course.readable) as server:
        from ..learner.warm import WarmGrader
        from ..learner.watch import watch

        with closing(WarmGrader(course, level, server)) as grader:
            return watch(course, exercises, grader, poll=options.poll)
