"""Figures that move: animated GIF files, made on demand."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.animation import PillowWriter
from matplotlib.figure import Figure

from ..contents.course import Course, Exercise
from ..contents.handin import Target
from ..submission.servers import Server
from .plotting import Measured, caption, drawing, drawn, measure, module_of, writable

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

    def write(measured: Measured) -> None:
        figure = Figure(dpi=DPI)
        writer = PillowWriter(fps=FRAMES_PER_SECOND)
        writer.setup(figure, str(path), dpi=DPI)
        for _ in measured.module.animate(figure, measured.reference, measured.yours):
            figure.supxlabel(caption(measured), parse_math=False, x=0.02, ha="left")
            writer.grab_frame()
            on_frame()
        writer.finish()

    with drawing(course):
        measured = measure(exercise, task, server, function)
        with writable(path):
            measured, _ = drawn(measured, write)
    return path, measured.problem
