"""`hint`, `reset`, `solution` and `list`: what a learner asks for between two gradings."""

import argparse
import sys

from .course import Course, Exercise, UsageError
from .grade_command import print_text
from .hints import next_hint
from .progress import Progress
from .sessions import NOX
from .workshop import is_stub, reset, solution_text, undo

# Every sentence of these commands that is not a module's own stands here, whole.
CAN_UNDO = f"To have it as it was: {NOX} -s reset -- {{stem}} --undo"
WHICH = "{wanted!r} names several exercises: {names}. Choose one of them."
ALL_SOLVED = "Every exercise is solved. Name the one that you want a hint for."
NOT_SOLVED = (
    f"{{name}} is not known to be solved. Once `{NOX} -s grade -- {{stem}}` has seen it solved, "
    "this shows the solution; with --yes it does so now, and your progress will say so."
)


def run_hint(course: Course, options: argparse.Namespace) -> int:
    """Show one more hint for an exercise, the first open one if none is named."""
    progress = _progress(course)
    exercise = _one(course, options.exercise) if options.exercise else _open(course, progress)
    print_text(next_hint(exercise, progress) + "\n")
    return 0


def run_reset(course: Course, options: argparse.Namespace) -> int:
    """Put the stub back, or the newest backup."""
    exercise = _one(course, options.exercise)
    if options.undo:
        print_text(undo(exercise) + "\n")
        return 0
    had_work = exercise.file.exists() and not is_stub(exercise)
    print_text(reset(exercise) + "\n")
    if had_work:
        print_text(CAN_UNDO.format(stem=exercise.stem) + "\n")
    return 0


def run_solution(course: Course, options: argparse.Namespace) -> int:
    """Show the reference solution of a solved exercise, or with --yes of any."""
    exercise = _one(course, options.exercise)
    progress = _progress(course)
    if not progress.standing(exercise).first_solved:
        if not options.yes:
            raise UsageError(NOT_SOLVED.format(name=exercise.name, stem=exercise.stem))
        progress.note_solution(exercise)
    print_text(solution_text(exercise))
    return 0


def run_list(course: Course, options: argparse.Namespace) -> int:
    """Show the table of exercises."""
    from rich.console import Console

    from .listing import rows_of, table

    rows = rows_of(course.select(options.exercises), _progress(course))
    if options.open:
        rows = [row for row in rows if row.state != "solved"]
    if options.solved:
        rows = [row for row in rows if row.state == "solved"]
    print_text(table(course, rows, Console()) + "\n")
    return 0


def _progress(course: Course) -> Progress:
    return Progress(course.root, lambda text: print(text, file=sys.stderr))


def _one(course: Course, wanted: str) -> Exercise:
    """The one exercise that is named. Raises UsageError."""
    found = course.select([wanted])
    if len(found) > 1:
        names = ", ".join(exercise.stem for exercise in found)
        raise UsageError(WHICH.format(wanted=wanted, names=names))
    return found[0]


def _open(course: Course, progress: Progress) -> Exercise:
    """The first exercise that is not known to be solved as it is now. Raises UsageError."""
    standings = progress.standings()
    for exercise in course.exercises:
        standing = standings.get(exercise.name)
        if standing is None or standing.status_of(exercise) != "solved":
            return exercise
    raise UsageError(ALL_SOLVED)
