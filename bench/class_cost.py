"""What a class costs, beside `python -m pytest` once for each hand-in, without isolation."""

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.contents.course import Course

from .grading import PLAIN, Run, run_once

EXERCISES = ["one_hot", "sum_squares_error", "cross_entropy_error_label"]
HAND_INS = 50
MANY = 500
PLAIN_RUNS = 10  # so often pytest is started in a round; its figures are for as many hand-ins


def measure(rounds: int) -> list[tuple[str, str]]:
    """Rows of (what, figure); medians of the rounds' ratios, after one that does not count."""
    chosen = Course.load(Path.cwd()).select(EXERCISES)
    plain = [*PLAIN, *(str(exercise.suite) for exercise in chosen)]
    found: list[tuple[Run, Run, Run, Run]] = []
    with tempfile.TemporaryDirectory() as folder:
        sources = {e.name: e.solution.read_text(encoding="utf-8") for e in chosen}
        some = _class(Path(folder, "some"), sources, HAND_INS)
        for number in range(rounds + 1):
            started = [run_once(plain) for _ in range(PLAIN_RUNS)]
            each = Run(*(sum(figures) / PLAIN_RUNS for figures in zip(*started, strict=True)))
            with _one_core():
                narrow = _graded(some, 1)
            figures = each, _graded(some, 1), _graded(some, 2), narrow
            if number:
                found.append(figures)
        name, source = next(iter(sources.items()))
        many = [
            _graded(_class(Path(folder, str(size)), {name: source}, size), 1).peak_mib
            for size in (HAND_INS, MANY)
        ]

    def median(figure: Callable[[Run, Run, Run, Run], float]) -> str:
        return f"{statistics.median(figure(*runs) for runs in found):.2f}"

    return [
        (
            f"a class of {HAND_INS} × {len(chosen)} exercises, one job / pytest for each, CPU",
            median(lambda plain, one, two, narrow: one.cpu / plain.cpu / HAND_INS),
        ),
        (
            "hand-ins a second, one job / pytest for each",
            median(lambda plain, one, two, narrow: plain.seconds * HAND_INS / one.seconds),
        ),
        (
            "hand-ins a second, two jobs / one job",
            median(lambda plain, one, two, narrow: one.seconds / two.seconds),
        ),
        (
            "hand-ins a second, two jobs / one job on one core",
            median(lambda plain, one, two, narrow: narrow.seconds / two.seconds),
        ),
        (f"peak memory, {MANY} hand-ins / {HAND_INS}", f"{many[1] / many[0]:.2f}"),
    ]


@contextmanager
def _one_core() -> Iterator[None]:
    """What is started has one core, where that can be said: one job alone keeps more than one busy.

    Its workers for the next tests are at work beside it.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _class(folder: Path, sources: dict[str, str], size: int) -> Path:
    """Hand-ins that differ, each with right answers."""
    for number in range(size):
        for name, source in sources.items():
            path = folder / f"student{number}" / f"{name.split('/')[1]}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{source}\n# {number}\n", encoding="utf-8")
    return folder


def _graded(source: Path, jobs: int) -> Run:
    to = source.with_name("graded")
    command = [sys.executable, "-m", "grader", "class", str(source), "--to", str(to)]
    run = run_once([*command, "--seed", "0", "--jobs", str(jobs)])
    shutil.rmtree(to)
    return run
