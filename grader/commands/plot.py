"""`plot`: draw the figures of exercises, as files and in windows where there is a display."""

import argparse
import os
import sys

import matplotlib.pyplot
from matplotlib.figure import Figure

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import Target
from ..learner.workshop import shown
from ..plots.plotting import FAULT, has_figure, plot
from ..sandbox.confine import strongest
from ..submission.processes import Server, WorkerFault
from ..submission.start import launch
from ..words.text import clean

NO_FIGURE = "There is no figure for {names}. These exercises have one: {drawn}."
NO_WINDOW = "No window can be opened here; leave --show out and look at the files instead."


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    parser.add_argument("--show", action=argparse.BooleanOptionalAction, help="open windows or not")


def run(course: Course, options: argparse.Namespace) -> int:
    """Draw what the options ask for and print where. Raises UsageError."""
    exercises = _with_figures(course, options.exercises)
    target = Target.find(course, options.target)
    windows = _wants_windows(options.show)
    new_figure = matplotlib.pyplot.figure if windows else Figure
    server = Server(*launch(strongest()))
    try:
        for exercise in exercises:
            drawn = plot(course, exercise, target, server, new_figure)
            for path in drawn.paths:
                print(shown(path), flush=True)
            if drawn.problem:
                print(clean(drawn.problem))
    except WorkerFault as fault:
        print(FAULT.format(fault=fault), file=sys.stderr)
        return 3
    finally:
        server.close()
    if windows:
        matplotlib.pyplot.show()
    return 0


def _with_figures(course: Course, wanted: list[str]) -> list[Exercise]:
    selected = course.select(wanted)
    exercises = [exercise for exercise in selected if has_figure(course, exercise)]
    if not exercises:
        raise UsageError(
            NO_FIGURE.format(
                names=", ".join(exercise.name for exercise in selected),
                drawn=", ".join(e.stem for e in course.exercises if has_figure(course, e)),
            )
        )
    return exercises


def _wants_windows(asked: bool | None) -> bool:
    """Whether to open windows: if asked for, or else where a person could see them.

    Raises UsageError if they are asked for and cannot be had.
    """
    if asked is False or (asked is None and not sys.stdout.isatty()):
        return False
    possible = _has_display() and matplotlib.get_backend().lower() != "agg"
    if asked and not possible:
        raise UsageError(NO_WINDOW)
    return possible


def _has_display() -> bool:
    """Whether a window could be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
