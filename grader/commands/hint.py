"""`hint`: one more hint for an exercise, from gentle to nearly the answer."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from ..contents.course import Course, Exercise, UsageError
from ..learner.hints import next_hint
from ..learner.progress import Progress, warn
from ..report.output import say
from ..words.sessions import command

if TYPE_CHECKING:
    from ..judge.repair import Repair

ALL_SOLVED = "Every exercise is solved. Name the one that you want a hint for, for example:"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", nargs="?", metavar="EXERCISE", help="else the first open one")


def run(course: Course, options: argparse.Namespace) -> int:
    """Show one more hint, for the first open exercise if none is named. Raises UsageError."""
    progress = Progress(course.root, warn)
    exercise = course.one(options.exercise) if options.exercise else _open(course, progress)
    say(next_hint(exercise, progress, partial(_look_for, course)))
    return 0


def _look_for(course: Course, exercise: Exercise) -> "Sequence[Repair]":
    """Changes of the learner's file with which all tests pass; loads the judge, which is slow."""
    from ..sandbox.confine import strongest
    from ..submission.servers import WorkerFault, serving

    with suppress(WorkerFault), serving(strongest(), course.readable) as server:
        from ..contents.handin import Target
        from ..judge.suites import Suites
        from ..learner.repairs import find_repairs

        target = Target.find(course, "exercises")
        return find_repairs(course, exercise, target, server, Suites(course))
    return []  # the hints of the exercise need no worker


def _open(course: Course, progress: Progress) -> Exercise:
    """The first exercise that is not known to be solved as it is now. Raises UsageError."""
    standings = progress.standings()
    for exercise in course.exercises:
        standing = standings.get(exercise.name)
        if standing is None or standing.status_of(exercise) != "solved":
            return exercise
    raise UsageError(ALL_SOLVED, command("hint", course.exercises[-1].stem))
