"""`solution`: the reference solution of a solved exercise, or with --yes of any."""

import argparse

from ..contents.course import Course, UsageError
from ..learner.progress import Progress, warn
from ..learner.workshop import solution_text
from ..report.output import print_text
from ..words.sessions import NOX

NOT_SOLVED = (
    f"{{name}} is not known to be solved. Once `{NOX} -s grade -- {{stem}}` has seen it solved, "
    "this shows the solution; with --yes it does so now, and your progress will say so."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("exercise", metavar="EXERCISE")
    parser.add_argument("--yes", action="store_true", help="show it although it is not solved")


def run(course: Course, options: argparse.Namespace) -> int:
    """Show the solution, if that is asked for or earned. Raises UsageError."""
    exercise = course.one(options.exercise)
    progress = Progress(course.root, warn)
    if not progress.standing(exercise).first_solved:
        if not options.yes:
            raise UsageError(NOT_SOLVED.format(name=exercise.name, stem=exercise.stem))
        progress.note_solution(exercise)
    print_text(solution_text(exercise))
    return 0
