"""A figure of an exercise: what the learner's code computes, beside what the reference does.

An exercise has a figure if there is a module course/figures/<chapter>/<name>.py with

    measure(module)                  call the exercise's functions; a dict of names and arrays
    draw(figure, reference, yours)   draw two of these dicts; yours is None if there is none

measure runs once on the solution and once on the submission, which is in a confined worker as when
it is graded. draw sees only arrays of real numbers, of the very shapes that the solution gave. A
module's DEADLINE, in seconds, is for calls that take longer than suites allow.
"""

import importlib
import math
import textwrap
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure

from ..contents.course import TREE, Course, Exercise, UsageError
from ..contents.handin import Target, Task
from ..judge.suites import load_reference
from ..submission.module import DEADLINE, Manners, Submission, SubmissionFailure
from ..submission.processes import Server, Worker, WorkerFault
from ..words.text import clean

PATIENCE = 60.0  # seconds that a submission may take for one figure, all calls together
LARGEST = 1e100  # values are clipped here, because axes overflow far below the largest float
CAPTION_COLUMNS = 100
REAL_KINDS = "biuf"

BESIDE = "Strong lines: your code. Pale bands: the reference."
ALONE = "Only the reference is drawn. {problem}"
TOO_SLOW = "Your code took more than {seconds:g} seconds for this figure."
UNFIT = "What your code returned cannot be drawn ({kind}: {error})."
WRONG_SHAPE = "What your code returned cannot be drawn: an array of shape {shape} was expected."
NOT_REAL = "What your code returned cannot be drawn: it is not made of real numbers."
FAULT = "The grader itself failed; your code is not the cause.\n{fault}"
UNWRITABLE = "The figure cannot be written to {path}: {reason}."

Values = dict[str, np.ndarray[Any, Any]]


class CannotDraw(Exception):
    """The submission has nothing to draw; says why in one sentence."""


@dataclass(frozen=True)
class Plot:
    """A figure that was drawn. problem: why the submission is not in it, "" if it is."""

    paths: tuple[Path, Path]
    problem: str


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


def has_figure(course: Course, exercise: Exercise) -> bool:
    """Whether there is a figure for an exercise."""
    return (course.root / "course" / "figures" / f"{exercise.name}.py").is_file()


def plot_files(course: Course, exercise: Exercise) -> tuple[Path, Path]:
    """Where an exercise's figure is written: the PNG and the SVG file."""
    stem = course.root / "plots" / exercise.name
    return stem.with_suffix(".png"), stem.with_suffix(".svg")


def mark_of(sha256: str) -> str:
    """What the SVG file of a figure holds if it was drawn from a file with this hash."""
    return f"<dc:identifier>sha256:{sha256}</dc:identifier>"


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
    module = importlib.import_module(f"course.figures.{exercise.module}")
    task = target.task(course, exercise, "reference")
    style = course.root / "course" / "figures" / "style.mplstyle"
    with matplotlib.style.context(style), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a learner's overflows, and letters without a shape
        reference = _real(module.measure(load_reference(exercise)))
        yours, problem = _yours(module, task, server, reference)
        figure = new_figure()
        paths = plot_files(course, exercise)
        try:
            _draw(figure, module, reference, yours, problem)
            _save(figure, paths, task.sha256)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(UNWRITABLE.format(path=paths[0], reason=reason)) from None
        except Exception as error:
            if yours is None:
                raise
            problem = _unfit(error)
            _draw(figure, module, reference, None, problem)
            _save(figure, paths, task.sha256)
    return Plot(paths, problem)


def _yours(module: Any, task: Task, server: Server, reference: Values) -> tuple[Values | None, str]:
    """The submission's values, or None and why there are none."""
    if task.problem:
        return None, task.problem
    worker = server.fork()
    try:
        worker.load(TREE, task.files)
        deadline = getattr(module, "DEADLINE", DEADLINE)
        link, manners = PatientLink(worker), Manners(may_take=math.inf)
        submission = Submission(link, task.exercise.module, manners, deadline)
        return _checked(_real(module.measure(submission)), reference), ""
    except (SubmissionFailure, CannotDraw) as reason:
        return None, str(reason)
    except WorkerFault:
        raise
    except Exception as error:  # measure stumbled over a value of the submission's
        return None, _unfit(error)
    finally:
        worker.close()


def _real(values: Mapping[str, Any]) -> Values:
    """Values as arrays that axes can take. Raises CannotDraw."""
    arrays = {name: np.asarray(value) for name, value in values.items()}
    if any(array.dtype.kind not in REAL_KINDS for array in arrays.values()):
        raise CannotDraw(NOT_REAL)
    return {
        name: np.clip(array.astype(np.float64), -LARGEST, LARGEST) for name, array in arrays.items()
    }


def _checked(values: Values, reference: Values) -> Values:
    """The submission's values, if they have the reference's shapes. Raises CannotDraw."""
    for name, expected in reference.items():
        if values[name].shape != expected.shape:
            raise CannotDraw(WRONG_SHAPE.format(shape=expected.shape))
    return values


def _unfit(error: Exception) -> str:
    return UNFIT.format(kind=type(error).__name__, error=clean(str(error), 200))


def _draw(
    figure: Figure, module: Any, reference: Values, yours: Values | None, problem: str
) -> None:
    figure.clear()
    module.draw(figure, reference, yours)
    caption = ALONE.format(problem=clean(problem)) if problem else BESIDE
    lines = textwrap.wrap(caption, CAPTION_COLUMNS)[:3]
    figure.supxlabel("\n".join(lines), parse_math=False)


def _save(figure: Figure, paths: tuple[Path, Path], sha256: str) -> None:
    png, svg = paths
    png.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(png)
    figure.set_layout_engine("none")  # the places found for the first file do for the second
    figure.savefig(svg, metadata={"Date": None, "Identifier": f"sha256:{sha256}"})
