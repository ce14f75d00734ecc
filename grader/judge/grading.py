"""grade(course, exercises, target, …) → Report: the whole of grading, without a screen."""

import hashlib
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from ..contents.course import Course, Exercise, UsageError
from ..report.verdict import VERSION, ExerciseReport, Mode, Report
from ..submission.processes import Server
from ..wire.protocol import Level
from ..words.sessions import command_line
from ..words.text import clean
from .judge import Graded, Judge, Task
from .pool import forked
from .suites import Suites

MAX_SOURCE = 1 << 20  # bytes of one submitted file
JUDGE_SECONDS = 600.0  # for one exercise, whatever its submission does

MISSING = "{path} is missing. This brings its stub back:{command}"
TOO_FEW = "{name}: only {count} tests ran."
LOST = "The judge of {name} was lost: {reason}."


@dataclass(frozen=True)
class Target:
    """A tree of submitted files. folder: where the chapters stand; shown: as the user named it."""

    folder: Path
    shown: str
    mode: Mode

    @classmethod
    def find(cls, course: Course, name: str) -> "Target":
        """exercises, solutions, or a folder with the chapters or with exercises/ in it."""
        if name in ("exercises", "solutions"):
            folder = Path(os.path.relpath(course.root / name))
            return cls(folder, name, name)  # type: ignore[arg-type]  # one of both
        folder = Path(name)
        if not folder.is_dir():
            raise UsageError(f"The target {name!r} is not a folder.")
        if (folder / "exercises").is_dir() and not (folder / "exercises").is_symlink():
            folder = folder / "exercises"
        return cls(folder, name, "submission")

    def task(self, course: Course, exercise: Exercise, imports: str) -> Task:
        """Read what is to be graded, once; what is read here is what is graded."""
        path = self.folder / f"{exercise.name}.py"
        shown = clean(str(path))
        source, problem = _read(path, shown)
        if imports == "own":
            others = {
                other.module: self._import(other)
                for other in course.exercises
                if other != exercise and (self.folder / f"{other.name}.py").is_file()
            }
        else:
            others = worker_files(course, exercise)
        files = {**others, exercise.module: (shown, source)}
        if sum(len(text) for _, text in files.values()) > MAX_SOURCE and not problem:
            problem = f"{shown} and what it may import are larger than {MAX_SOURCE >> 20} MiB."
        sha256 = hashlib.sha256(source).hexdigest() if not problem else ""
        return Task(exercise, shown, files, sha256, problem)

    def _import(self, other: Exercise) -> tuple[str, bytes]:
        path = self.folder / f"{other.name}.py"
        shown = clean(str(path))
        return shown, _read(path, shown)[0]


def grade(
    course: Course,
    exercises: Sequence[Exercise],
    target: Target,
    *,
    server: Server | None,
    level: Level,
    imports: Literal["reference", "own"] = "reference",
    seed: int = 0,
    jobs: int = 0,
    on_report: Callable[[ExerciseReport], None] = lambda report: None,
    suites: Suites | None = None,
) -> Report:
    """Grade the target's files of these exercises.

    server: where workers come from, at this level of confinement; None grades in this process.
    jobs: how many judges, each a process that can be lost alone; 0 judges right here.
    on_report: called with each exercise's report as soon as it is there.
    suites: collected before, and kept for the next grading.
    """
    started = time.perf_counter()
    suites = suites or Suites(course)
    suites.collect(exercises)
    tasks = [target.task(course, exercise, imports) for exercise in exercises]
    faults: list[str] = []
    reports: dict[str, ExerciseReport] = {}
    for graded in graded_tasks(tasks, Judge(suites, server, seed), jobs):
        faults += graded.faults
        reports[graded.report.name] = graded.report
        on_report(graded.report)
    ordered = [reports[exercise.name] for exercise in exercises]
    for report in ordered:
        if report.tests_run != report.tests_expected:
            faults.append(TOO_FEW.format(name=report.name, count=report.tests_run))
    return Report(
        version=VERSION,
        target=target.shown,
        mode=target.mode,
        score=sum(report.score for report in ordered),
        max_score=sum(report.max_score for report in ordered),
        seconds=time.perf_counter() - started,
        confinement=level if server else "none",
        seed=seed,
        python=platform.python_version(),
        numpy=np.__version__,
        exercises=ordered,
        faults=faults,
    )


def graded_tasks(tasks: Sequence[Task], judge: Judge, jobs: int) -> Iterator[Graded]:
    """The verdict on each task as soon as it is there; a judge that dies loses one of them."""

    def lost(number: int, reason: str) -> Graded:
        task = tasks[number]
        return judge.ungraded(task, LOST.format(name=task.exercise.name, reason=reason))

    def work(number: int) -> Graded:
        return judge.grade(tasks[number])

    return forked(work, len(tasks), jobs, lost, judge.branch, JUDGE_SECONDS)


def worker_files(course: Course, exercise: Exercise) -> dict[str, tuple[str, bytes]]:
    """The sources that a worker of an exercise may import, the solution itself among them."""
    return {
        other.module: (os.path.relpath(other.solution), other.solution.read_bytes())
        for other in [exercise, *course.earlier(exercise)]
    }


def _read(path: Path, shown: str) -> tuple[bytes, str]:
    """A submitted file's bytes, and why it cannot be graded, if so."""
    try:
        if path.is_symlink() or path.parent.is_symlink():
            return b"", f"{shown} is a link; only a plain file is graded."
        if not path.is_file():
            return b"", MISSING.format(path=shown, command=command_line("reset", path.stem))
        if path.stat().st_size > MAX_SOURCE:
            return b"", f"{shown} is larger than {MAX_SOURCE >> 20} MiB; that is no solution."
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"{shown} cannot be read: {error.strerror}."
