"""The pytest plugin: fixtures for suites, parts and points, and what came of each test.

submission   the file that is graded, in a fresh worker for every test
reference    the solution, in this process
rng          a generator seeded by the test's own name and the run's seed
"""

import importlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ..contents.course import Exercise, UsageError
from ..expect import Mismatch
from ..report.verdict import ExerciseReport, NamedMistake, TestReport
from ..sandbox.local import LocalLink
from ..submission.module import Manners, Submission, SubmissionFailure, transcript
from ..submission.processes import Server, Worker
from ..words.show import clean
from .explain import Names, explain_failure, explain_mismatch, explain_other
from .forked import forked
from .pristine import restore_constants
from .trial import Files, call_settings, seeded, try_test
from .verdicts import Verdict, summarise

ROOT_PACKAGE = "exercises"  # what a submission's modules believe to be part of
MAX_CODE = 100  # characters of a line of code that is quoted


@dataclass(frozen=True)
class Task:
    """One file to grade. files: what its worker may import; problem: why it cannot be graded."""

    exercise: Exercise
    path: str
    files: Files
    sha256: str
    problem: str = ""

    @property
    def suite(self) -> str:
        return str(self.exercise.suite)


class SuiteRun:
    """Runs the suites of some tasks inside one pytest session."""

    def __init__(
        self,
        tasks: list[Task],
        server: Server | None,
        seed: int,
        jobs: int,
        on_report: Callable[[ExerciseReport], None],
    ) -> None:
        """server: where workers come from; None runs submissions in this process."""
        self.faults: list[str] = []
        self._tasks = {task.suite: task for task in tasks}
        self._server = server
        self._seed = seed
        self._jobs = jobs
        self._on_report = on_report
        self._manners = {task.suite: Manners() for task in tasks}
        self._sources: dict[str, Files] = {}
        self._ready: tuple[Task, Worker] | None = None
        self._next: Task | None = None
        self._verdicts: list[Verdict] = []

    # Fixtures

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Iterator[Submission]:
        task = self._task(request.node)
        if task.problem:
            failure = SubmissionFailure("error", task.problem)
            failure.at_import = True
            raise failure
        verdict = self._verdicts[-1]
        link = self._link(task)
        try:
            module, manners = task.exercise.module, self._manners[task.suite]
            settings = call_settings(request.cls)
            if self._server is None:
                settings["deadline"] = math.inf  # someone is debugging
            verdict.submission = Submission(link, module, manners, **settings)
            yield verdict.submission
        finally:
            verdict.report.stdout = link.printed()
            link.close()
            if verdict.submission:
                verdict.submission.close()

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> Any:
        return load_reference(self._task(request.node).exercise)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        return seeded(request.node, self._seed)

    # The run

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if isinstance(item, pytest.Function)]
        groups = [
            (task, [item for item in items if str(item.path) == suite])
            for suite, task in self._tasks.items()
        ]

        def run(number: int) -> tuple[ExerciseReport, list[str]]:
            self.faults = []
            return self._run_group(*groups[number]), self.faults

        faults = self.faults
        for report, found in forked(run, len(groups), self._jobs, self._become_judge):
            faults += found
            self._on_report(report)
        self.faults = faults
        return True

    def _become_judge(self) -> None:
        """In a forked judge: have a server of one's own."""
        self._server = self._server and self._server.branch()

    def _run_group(self, task: Task, items: list[pytest.Function]) -> ExerciseReport:
        self._verdicts = []
        started = time.perf_counter()
        exercise = task.exercise
        report = ExerciseReport(
            exercise.name, exercise.title, "error", task.sha256, len(items), task.path
        )
        if not items or not all(getattr(item.cls, "points", 0) > 0 for item in items):
            self.faults.append(f"The suite of {exercise.name} has no tests, or no points for some.")
            return report
        for item, next_item in zip(items, [*items[1:], None], strict=True):
            self._next = task if next_item else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=next_item)
        summarise(report, self._verdicts)
        if report.status in ("partial", "failed"):
            report.mistakes = self._diagnose(task)
        report.seconds = time.perf_counter() - started
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Function) -> None:
        restore_constants(item.module)
        report = TestReport(item.name, "passed")
        self._verdicts.append(Verdict(report, item))

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        verdict = self._verdicts[-1]
        verdict.report.seconds += call.duration
        if call.excinfo is None:
            return
        error = call.excinfo.value
        if self._is_fault(verdict.item, call.when, call.excinfo):
            text = f"{item.nodeid}: {type(error).__name__}: {error}"
            self.faults.append(text)
            verdict.report.outcome = "error"
            verdict.report.message = f"The grader itself failed here: {text}"
        else:
            self._explain(verdict, error)

    def _explain(self, verdict: Verdict, error: BaseException) -> None:
        task = self._task(verdict.item)
        calls = transcript(verdict.submission) if verdict.submission else []
        names = Names(load_reference(task.exercise))
        report = verdict.report
        if isinstance(error, SubmissionFailure):
            report.outcome = error.outcome
            verdict.failure = error
            error.__traceback__ = error.__context__ = None  # frames there hold all that it sent
            report.message = explain_failure(error, calls, names) + _places(error, task)
        elif isinstance(error, Mismatch):
            report.outcome = "failed"
            report.message = explain_mismatch(error, calls, names)
        else:
            report.outcome = "failed"
            report.message = explain_other(error, calls, names)

    def _diagnose(self, task: Task) -> list[NamedMistake]:
        """The known mistakes that explain what failed, if any do."""
        from ..contents.mistakes import load_knowledge
        from .diagnosis import Diagnosis, Observation  # a solved exercise needs none of it

        exercise = task.exercise
        try:
            mistakes = load_knowledge(exercise).mistakes
        except UsageError as error:
            self.faults.append(str(error))
            return []
        observed = [
            Observation(
                verdict.item,
                transcript(verdict.submission) if verdict.submission else [],
                verdict.report.outcome == "passed",
                verdict.report.seconds,
            )
            for verdict in self._verdicts
        ]
        files = reference_files(task)
        diagnosis = Diagnosis(exercise.module, files, load_reference(exercise), self._seed)
        readme = exercise.file.with_name("README.md").relative_to(exercise.root).as_posix()
        return [
            NamedMistake(m.name, m.feedback, f"{readme}#{m.section}" if m.section else "")
            for m in diagnosis.explain(observed, mistakes)
        ]

    # The grader's own faults

    def _is_fault(
        self, item: pytest.Function, when: str, raised: pytest.ExceptionInfo[BaseException]
    ) -> bool:
        """Whether an exception is the grader's doing and not the submission's.

        A suite that stumbles over a value (unpacking None, say) stumbles over the submission's,
        unless it does so with the solution as well.
        """
        if isinstance(raised.value, SubmissionFailure | AssertionError):
            return False
        if not isinstance(raised.value, Exception) or when != "call":
            return True
        innermost = str(raised.traceback[-1].path)
        if innermost.startswith(_ENGINE):
            return True
        task = self._task(item)
        reference = load_reference(task.exercise)
        files = reference_files(task)
        return not try_test(item, task.exercise.module, files, reference, self._seed).passed

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.faults.append(f"A suite cannot be read: {report.longreprtext}")

    def pytest_internalerror(self, excrepr: object) -> None:
        self.faults.append(f"pytest broke off: {excrepr}")

    def _task(self, item: pytest.Item) -> Task:
        return self._tasks[str(item.path)]

    def _link(self, task: Task) -> Worker | LocalLink:
        """A fresh submission; the next test's worker is started while this one runs."""
        if self._server is None:
            return LocalLink(task.files)
        prepared, self._ready = self._ready, None
        if prepared and prepared[0] is task:
            worker = prepared[1]
        else:
            worker = self._start_worker(self._server, task)
        if self._next and not self._manners[task.suite].broken_import:
            self._ready = (self._next, self._start_worker(self._server, self._next))
        return worker

    def _start_worker(self, server: Server, task: Task) -> Worker:
        worker = server.fork()
        if task.suite not in self._sources:
            self._sources[task.suite] = mentioned(task.files, task.exercise.module)
        worker.load(ROOT_PACKAGE, self._sources[task.suite])
        return worker


def mentioned(files: Files, module: str) -> Files:
    """A module and those that it could import: their names stand somewhere in its source."""
    found, open_modules = {}, [module]
    while open_modules:
        name = open_modules.pop()
        found[name] = files[name]
        source = files[name][1]
        open_modules += [
            other
            for other in files
            if other not in found and other.rpartition(".")[2].encode() in source
        ]
    return found


def reference_files(task: Task) -> Files:
    """A task's modules as the course has them: what was handed in must never run in here."""
    solutions = task.exercise.root / "solutions"
    paths = {module: solutions / f"{module.replace('.', '/')}.py" for module in task.files}
    return {module: (str(path), path.read_bytes()) for module, path in paths.items()}


def load_reference(exercise: Exercise) -> Any:
    """The solution as a module."""
    return importlib.import_module(f"solutions.{exercise.module}")


def _places(failure: SubmissionFailure, task: Task) -> str:
    """Where it happened, as path:line with the line itself, outermost first."""
    sources = {path: source.decode("utf-8", "replace") for path, source in task.files.values()}
    text = ""
    for path, line in failure.places[-3:]:
        lines = sources.get(path, "").splitlines()
        code = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        text += f"\n  {path}:{line}  {clean(code, MAX_CODE)}"
    return text


_ENGINE = str(Path(__file__).parents[1])
