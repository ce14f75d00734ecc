"""A figure of an exercise: what the learner's code computes, beside what the reference does.

An exercise has a figure if there is a module course/figures/<chapter>/<name>.py with

    measure(module)                  call the exercise's functions; a dict of names and arrays
    draw(figure, reference, yours)   draw two of these dicts; yours is None if there is none

measure runs once on the solution and once on the submission, which is in a confined worker as when
it is graded. draw sees only arrays of real numbers, of the very shapes that the solution gave; it
is called for a wide page and, under the style sheet narrow.mplstyle, for a narrow one. What else a
module may have:

    DEADLINE                            seconds, for calls that take longer than suites allow
    BESIDE                              what is yours in the picture, if not the strong lines
    animate(figure, reference, yours)   a generator that draws the next frame and yields
    FRAMES                              how many of them there are
    measure_motion(module)              what animate draws, if measure does not have it

A line of yours may have an attribute `reference`, the line of the reference that it belongs to:
what of such a pair lies outside the picture is said in words. A line with the label `_thin` is not
shown where there is room for few lines only.
"""

import importlib
import math
import textwrap
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

from ..contents.course import TREE, Course, Exercise, UsageError
from ..contents.handin import Files, Outside, Target, Task
from ..judge.suites import load_reference
from ..submission.manners import Manners, SubmissionFailure
from ..submission.module import DEADLINE, Submission
from ..submission.servers import Server, WorkerFault
from ..submission.workers import Worker
from ..words.text import clean
from .outside import outside
from .paper import write_svg

PATIENCE = 60.0  # seconds that a submission may take for one figure, all calls together
LARGEST = 1e100  # values are clipped here, because axes overflow far below the largest float
REAL_KINDS = "biuf"

BESIDE = "Strong lines: your code. Pale bands: the reference."
ALONE = "Only the reference is drawn. {problem}"
TOO_SLOW = "Your code took more than {seconds:g} seconds for this figure."
UNFIT = "What your code returned cannot be drawn ({kind}: {error})."
WRONG_SHAPE = "What your code returned cannot be drawn: an array of shape {shape} was expected."
NOT_REAL = "What your code returned cannot be drawn: it is not made of real numbers."
UNWRITABLE = "The figure cannot be written to {path}: {reason}."

Values = dict[str, np.ndarray[Any, Any]]
_Drawn = TypeVar("_Drawn")


class CannotDraw(Exception):
    """The submission has nothing to draw; says why in one sentence."""


@dataclass(frozen=True)
class Measured:
    """What there is to draw. yours: None if there is nothing, and problem says why."""

    module: ModuleType
    reference: Values
    yours: Values | None
    problem: str
    sha256: str


@dataclass(frozen=True)
class Plot:
    """A figure that was drawn.

    problem: why the submission is not in it, "" if it is; remarks: sentences on what of it is
    outside the picture; figure: as it is in the first file.
    """

    paths: tuple[Path, ...]
    problem: str
    remarks: tuple[str, ...]
    figure: Figure


class PatientLink:
    """A way to a worker whose calls may take so long altogether, however short each one is."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._end = time.monotonic() + PATIENCE

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        if time.monotonic() > self._end:
            raise SubmissionFailure("timeout", TOO_SLOW.format(seconds=PATIENCE))
        return self._worker.exchange(frame, answer_callback, seconds)


def module_of(exercise: Exercise) -> ModuleType:
    """The module of an exercise's figure."""
    return importlib.import_module(f"course.figures.{exercise.module}")


def plot_files(course: Course, name: str) -> tuple[Path, Path, Path]:
    """Where the figure of an exercise is written: the PNG, the SVG and the narrow SVG file."""
    stem = course.root / "plots" / name
    return stem.with_suffix(".png"), stem.with_suffix(".svg"), stem.with_suffix(".narrow.svg")


def plot(
    course: Course,
    exercise: Exercise,
    target: Target,
    server: Server,
    new_figure: Callable[[], Figure] = Figure,
) -> Plot:
    """Draw an exercise's figure and write its files. Raises UsageError if they cannot be written.

    new_figure: makes the empty figure, which may be one with a window.
    """
    paths = plot_files(course, exercise.name)
    with drawing(course):
        measured = measure(exercise, target.task(course, exercise, "reference"), server)
        figure = new_figure()
        with writable(paths[0]):
            measured, remarks = drawn(measured, lambda each: _write(course, figure, each, paths))
    return Plot(paths, measured.problem, remarks, figure)


@contextmanager
def drawing(course: Course, *sheets: str) -> Iterator[None]:
    """The course's style, with further sheets of its figures that there may be."""
    folder = course.root / "course" / "figures"
    found = [folder / "style.mplstyle", *(folder / f"{name}.mplstyle" for name in sheets)]
    with (
        matplotlib.style.context([path for path in found if path.is_file()]),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # about a learner's overflows, and letters without a shape
        yield


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Turns the failures of writing a figure's files into a sentence. Raises UsageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(UNWRITABLE.format(path=path, reason=reason)) from None


def measure(exercise: Exercise, task: Task, server: Server, function: str = "measure") -> Measured:
    """Measure the solution and the submission with a function of the figure's module."""
    module = module_of(exercise)
    reference = real(getattr(module, function)(load_reference(exercise)))
    yours, problem = _yours(module, task, server, reference, function)
    return Measured(module, reference, yours, problem, task.sha256)


def drawn(measured: Measured, draw: Callable[[Measured], _Drawn]) -> tuple[Measured, _Drawn]:
    """What drawing makes of it; of the reference alone, if the submission's values bring an error.

    Raises OSError, and whatever the reference brings.
    """
    try:
        return measured, draw(measured)
    except OSError:
        raise
    except Exception as error:
        if measured.yours is None:
            raise
        alone = replace(measured, yours=None, problem=unfit(error))
        return alone, draw(alone)


def caption(measured: Measured) -> str:
    """What is yours in the picture, or why nothing is."""
    if measured.problem:
        return ALONE.format(problem=clean(measured.problem))
    return str(getattr(measured.module, "BESIDE", BESIDE))


def _yours(
    module: Any, task: Task, server: Server, reference: Values, function: str = "measure"
) -> tuple[Values | None, str]:
    """The submission's values, or None and why there are none."""
    if task.problem:
        return None, task.problem

    def checked(submission: Any) -> Values:
        return _checked(real(getattr(module, function)(submission)), reference)

    deadline = getattr(module, "DEADLINE", DEADLINE)
    own = task.exercise.module, task.files, task.outside
    try:
        return measured_by(checked, server, *own, deadline), ""
    except (SubmissionFailure, CannotDraw) as reason:
        return None, str(reason)


def _checked(values: Values, reference: Values) -> Values:
    """The submission's values, if they have the reference's shapes. Raises CannotDraw."""
    for name, expected in reference.items():
        if values[name].shape != expected.shape:
            raise CannotDraw(WRONG_SHAPE.format(shape=expected.shape))
    return values


def measured_by(
    function: Callable[[Any], Mapping[str, Any]],
    server: Server,
    module: str,
    files: Files,
    outside: Outside,
    deadline: float,
) -> Values:
    """What a function finds out from a module of files that were handed in, in a worker.

    Raises SubmissionFailure, CannotDraw and WorkerFault.
    """
    worker = Worker(server)
    try:
        worker.load(TREE, files, outside)
        link, manners = PatientLink(worker), Manners(may_take=math.inf)
        return real(function(Submission(link, module, manners, deadline)))
    except (SubmissionFailure, CannotDraw, WorkerFault):
        raise
    except Exception as error:  # it stumbled over a value of the submission's
        raise CannotDraw(unfit(error)) from None
    finally:
        worker.close()


def real(values: Mapping[str, Any]) -> Values:
    """Values as arrays that axes can take. Raises CannotDraw."""
    arrays = {name: np.asarray(value) for name, value in values.items()}
    if any(array.dtype.kind not in REAL_KINDS for array in arrays.values()):
        raise CannotDraw(NOT_REAL)
    return {
        name: np.clip(array.astype(np.float64), -LARGEST, LARGEST) for name, array in arrays.items()
    }


def unfit(error: Exception) -> str:
    """Why values that brought this error cannot be drawn."""
    return UNFIT.format(kind=type(error).__name__, error=clean(str(error), 200))


def _write(
    course: Course, figure: Figure, measured: Measured, paths: tuple[Path, Path, Path]
) -> tuple[str, ...]:
    """Draw for both kinds of page and write the files; the remarks."""
    png, svg, narrow_svg = paths
    remarks = _draw(figure, measured)
    figure.savefig(png)
    figure.set_layout_engine("none")  # the places found for the first file do for the second
    write_svg(course, figure, svg, measured.sha256)
    with drawing(course, "narrow"):
        narrow = Figure()
        _draw(narrow, measured)
        write_svg(course, narrow, narrow_svg, measured.sha256)
    return remarks


def _draw(figure: Figure, measured: Measured) -> tuple[str, ...]:
    figure.clear()
    measured.module.draw(figure, measured.reference, measured.yours)
    remarks = outside(figure)
    columns = int(figure.get_figwidth() * 13)
    lines = [
        line
        for text in (caption(measured), *remarks)
        for line in textwrap.wrap(text, columns)[: 300 // columns + 1]
    ]
    figure.supxlabel("\n".join(lines), parse_math=False, x=0.02, ha="left")
    return remarks
