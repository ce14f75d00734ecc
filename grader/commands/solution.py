"""`solution`: the reference solution of a solved exercise, or with --yes of any."""

import argparse

from ..contents.course import Course, UsageError
from ..learner.progress import Progress, warn
from ..learner.workshop import solution_text
from ..report.output import print_text
from ..words.sessions import command

NOT_SOLVED = (
    "{name} is not known to be solved. Once it has been graded as solved, this shows the solution. "
    "To see it now all the same, which your progress will say:"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE")
    parser.add_argument("--yes", action="store_true", help="show it although it is not solved")


def run(course: Course, options: argparse.Namespace) -> int:
    """Show the solution, if that is asked for or earned. Raises UsageError."""
    exercise = course.one(options.exercise)
    progress = Progress(course.root, warn)
    if not progress.standing(exercise).first_solved:
        if not options.yes:
            again = command("solution", exercise.stem, "--yes")
            raise UsageError(NOT_SOLVED.format(name=exercise.name), again)
        progress.note_solution(exercise)
    print_text(solution_text(exercise))
    return 0
