"""`watch`: has the server start before anything slow is imported, then watches."""

import argparse

from .confine import strongest
from .course import Course
from .launch import launch


def run(course: Course, options: argparse.Namespace) -> int:
    """Watch until the learner quits; the exit status. Raises UsageError."""
    exercises = course.select(options.exercises)
    level = strongest()
    launched = launch(level)

    from .warm import WarmGrader
    from .watch import watch

    grader = WarmGrader(course, level, launched)
    try:
        return watch(course, exercises, grader, poll=options.poll)
    finally:
        grader.close()
