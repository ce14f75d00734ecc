"""grade(course, exercises, target, …) → Report: the whole of grading, without a screen."""

import hashlib
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from ..contents.course import Course, Exercise, UsageError
from ..report.verdict import VERSION, ExerciseReport, Mode, Report
from ..submission.processes import Server
from ..wire.protocol import Level
from ..words.sessions import NOX
from .plugin import SuiteRun, Task

MAX_SOURCE = 1 << 20  # bytes of one submitted file
TEST_SECONDS = 120  # after which the judge's own side of a test counts as hanging

# Suites need fixtures, parametrisation and assertions; the rest of pytest only costs time.
PYTEST_OPTIONS = [
    "--disable-plugin-autoload",
    "--noconftest",
    "--import-mode=importlib",
    "--assert=plain",
    "--rootdir={root}",
    "--config-file={null}",
    f"--timeout={TEST_SECONDS}",
    "-p", "pytest_timeout",
    *(
        option
        for name in (
            "terminal", "cacheprovider", "capture", "logging", "faulthandler", "doctest",
            "unittest", "tmpdir", "junitxml", "pastebin", "warnings", "stepwise", "setuponly",
            "recwarn", "monkeypatch", "legacypath",
        )
        for option in ("-p", f"no:{name}")
    ),
]  # fmt: skip


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
        shown = str(path)
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
        return str(path), _read(path, str(path))[0]


def grade(
    course: Course,
    exercises: Sequence[Exercise],
    target: Target,
    *,
    server: Server | None,
    level: Level,
    imports: Literal["reference", "own"] = "reference",
    seed: int = 0,
    jobs: int = 1,
    on_report: Callable[[ExerciseReport], None] = lambda report: None,
) -> Report:
    """Grade the target's files of these exercises.

    server: where workers come from, at this level of confinement; None grades in this process.
    on_report: called with each exercise's report as soon as it is there.
    """
    started = time.perf_counter()
    reports: dict[str, ExerciseReport] = {}

    def collect(report: ExerciseReport) -> None:
        reports[report.name] = report
        on_report(report)

    tasks = [target.task(course, exercise, imports) for exercise in exercises]
    run = SuiteRun(tasks, server, seed, jobs, collect)
    run_suites(course, exercises, run, run.faults)
    ordered = [reports[exercise.name] for exercise in exercises if exercise.name in reports]
    for report in ordered:
        if report.tests_run != report.tests_expected:
            run.faults.append(f"{report.name}: only {report.tests_run} tests ran.")
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
        faults=run.faults,
    )


class _Brief:
    """Keeps pytest from writing up each failure with its source, 30 ms that nobody reads."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        session.config.option.tbstyle = "value"


def run_suites(
    course: Course, exercises: Sequence[Exercise], plugin: object, faults: list[str]
) -> None:
    """Have pytest collect the suites of these exercises and hand them to a plugin."""
    root = str(course.root)
    if root not in sys.path:
        sys.path.insert(0, root)  # suites import solutions
    options = [option.format(root=root, null=os.devnull) for option in PYTEST_OPTIONS]
    suites = [str(exercise.suite) for exercise in exercises]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a suite's own functions make of odd arguments
        code = pytest.main([*options, *suites], plugins=[plugin, _Brief()])
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not faults:
        faults.append(f"pytest ended with exit status {int(code)}.")


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
            return b"", f"{shown} is missing: `{NOX} -s reset -- {path.stem}` brings its stub back."
        if path.stat().st_size > MAX_SOURCE:
            return b"", f"{shown} is larger than {MAX_SOURCE >> 20} MiB; that is no solution."
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"{shown} cannot be read: {error.strerror}."
