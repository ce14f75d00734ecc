"""Figures that move: animated GIF files, made on demand."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.animation import PillowWriter
from matplotlib.figure import Figure

from ..contents.course import Course, Exercise
from ..contents.handin import Target
from ..submission.servers import Server
from .plotting import caption, drawing, measure, module_of, without_yours, writable

DPI = 90
FRAMES_PER_SECOND = 6


def moves(exercise: Exercise) -> bool:
    """Whether the figure of an exercise that has one can move."""
    return hasattr(module_of(exercise), "animate")


def animate(
    course: Course,
    exercise: Exercise,
    target: Target,
    server: Server,
    on_frame: Callable[[], None] = lambda: None,
) -> tuple[Path, str]:
    """Write an exercise's animation: the file, and why the submission is not in it, or "".

    on_frame: called after each frame. Raises UsageError if the file cannot be written.
    """
    path = course.root / "plots" / f"{exercise.name}.gif"
    task = target.task(course, exercise, "reference")
    function = "measure_motion" if hasattr(module_of(exercise), "measure_motion") else "measure"
    with drawing(course):
        measured = measure(exercise, task, server, function)
        with writable(path):
            for _ in range(2):
                figure = Figure(dpi=DPI)
                writer = PillowWriter(fps=FRAMES_PER_SECOND)
                writer.setup(figure, str(path), dpi=DPI)
                try:
                    values = measured.reference, measured.yours
                    for _ in measured.module.animate(figure, *values):
                        figure.supxlabel(caption(measured), parse_math=False, x=0.02, ha="left")
                        writer.grab_frame()
                        on_frame()
                except Exception as error:
                    if measured.yours is None:
                        raise
                    measured = without_yours(measured, error)
                    continue
                writer.finish()
                break
    return path, measured.problem
