"""`plot`: draw the figures of exercises, as files, in windows, in the terminal, and in motion."""

import argparse
import os
import shutil
import sys
from functools import partial

import matplotlib.pyplot
from matplotlib.figure import Figure
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import Target
from ..learner.workshop import shown
from ..plots.braille import braille
from ..plots.motion import animate, moves
from ..plots.plotting import Plot, module_of, plot
from ..plots.terminal import WIDEST, linked, picture_here
from ..report.output import tell_faults
from ..sandbox.confine import strongest
from ..submission.servers import Server, WorkerFault, serving
from ..words.text import clean

NO_FIGURE = "There is no figure for {names}. These exercises have one: {drawn}."
NO_MOTION = "No figure of {names} moves. These do: {moving}."
NO_WINDOW = "No window can be opened here; leave --show out and look at the files instead:"
MOST_INLINE = 3  # figures that are shown in the terminal; of more only the files are named


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    parser.add_argument("--show", action=argparse.BooleanOptionalAction, help="open windows or not")
    parser.add_argument("--animate", action="store_true", help="write figures that move, as GIF")
    # From a watch, whose terminal this process does not have: its columns and rows.
    parser.add_argument("--terminal", type=int, nargs=2, help=argparse.SUPPRESS)


def run(course: Course, options: argparse.Namespace) -> int:
    """Draw what the options ask for and print where. Raises UsageError."""
    exercises = _with_figures(course, options.exercises)
    if options.animate:
        exercises = _that_move(course, exercises)
    target = Target.find(course, options.target)
    terminal = bool(options.terminal) or sys.stdout.isatty()
    windows = not options.animate and _wants_windows(options.show, terminal)
    inline = terminal and not windows and options.show is not False
    inline = inline and len(exercises) <= MOST_INLINE and not options.animate
    new_figure = matplotlib.pyplot.figure if windows else Figure
    try:
        with serving(strongest(), course.readable) as server:
            if options.animate:
                _animate(course, exercises, target, server, terminal)
            for exercise in () if options.animate else exercises:
                drawn = plot(course, exercise, target, server, new_figure)
                if inline:
                    print(_picture(drawn, options.terminal))
                for path in drawn.paths:
                    print(linked(path, shown(path), terminal), flush=True)
                for sentence in filter(None, [drawn.problem, *drawn.remarks]):
                    print(clean(sentence))
    except WorkerFault as fault:
        return tell_faults([str(fault)])
    if windows:
        if options.terminal:  # the watch is told now, and not when they are closed
            _let_go_of_output()
        matplotlib.pyplot.show()
    return 0


def _picture(drawn: Plot, size: list[int] | None) -> str:
    """The figure, or its curves, for a terminal of this size, or for our own if there is none."""
    columns, _ = size or shutil.get_terminal_size()
    colours = "NO_COLOR" not in os.environ
    picture = picture_here(drawn.paths[0], size)
    return picture or braille(drawn.figure, min(columns, WIDEST), colours)


def _animate(
    course: Course, exercises: list[Exercise], target: Target, server: Server, terminal: bool
) -> None:
    """Write the animations, with a bar that shows how far they are."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:
        for exercise in exercises:
            task = progress.add_task(exercise.name, total=module_of(exercise).FRAMES)
            path, problem = animate(
                course, exercise, target, server, partial(progress.advance, task)
            )
            print(linked(path, shown(path), terminal), flush=True)
            if problem:
                print(clean(problem))


def _with_figures(course: Course, wanted: list[str]) -> list[Exercise]:
    selected = course.select(wanted)
    exercises = [exercise for exercise in selected if exercise.figure.is_file()]
    if not exercises:
        raise UsageError(
            NO_FIGURE.format(
                names=", ".join(exercise.name for exercise in selected),
                drawn=", ".join(e.stem for e in course.exercises if e.figure.is_file()),
            )
        )
    return exercises


def _that_move(course: Course, exercises: list[Exercise]) -> list[Exercise]:
    moving = [exercise for exercise in exercises if moves(exercise)]
    if not moving:
        known = [e.stem for e in course.exercises if e.figure.is_file() and moves(e)]
        names = ", ".join(exercise.name for exercise in exercises)
        raise UsageError(NO_MOTION.format(names=names, moving=", ".join(known) or "none"))
    return moving


def _wants_windows(asked: bool | None, terminal: bool) -> bool:
    """Whether to open windows: if asked for, or else where a person could see them.

    Raises UsageError if they are asked for and cannot be had.
    """
    if asked is False or (asked is None and not terminal):
        return False
    possible = _has_display() and matplotlib.get_backend().lower() != "agg"
    if asked and not possible:
        raise UsageError(NO_WINDOW, instead=("--show", ""))
    return possible


def _has_display() -> bool:
    """Whether a window could be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _let_go_of_output() -> None:
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
