"""Grades one exercise after another: runs the tests of its suite, explains what fails."""

import hashlib
import math
import time
from collections import deque
from contextlib import suppress
from typing import Any

from ..contents.course import TREE, Exercise, UsageError
from ..contents.handin import Task
from ..contents.mistakes import section_of
from ..report.failure import Failure, Sentence
from ..report.message import message
from ..report.verdict import (
    ExerciseReport,
    HelperReport,
    ImportReport,
    NamedMistake,
    TestReport,
)
from ..sandbox.local import LocalLink
from ..submission.budget import MESSAGE, PRINTED, limited_memory
from ..submission.manners import Manners, SubmissionFailure
from ..submission.module import first_request
from ..submission.record import forget_values
from ..submission.servers import Server, WorkerFault
from ..submission.workers import Worker
from ..words.text import clean
from .explain import Names, explain
from .places import other_file, places
from .recorded import recorded
from .redact import Redaction
from .run import Hanging, Run, call_settings, is_submissions, run_test, try_source
from .suites import SuiteFault, Suites, SuiteTest, load_reference
from .verdicts import NOT_WRITTEN, Graded, Verdict, summarise, title

NOT_EXPLAINED = "The value is not as expected, and it cannot be shown."
LEFT_OUT = "What is to be told of your code is longer than a report: this is left out."
AHEAD = 2  # workers that are started before their tests

NO_WORKER = "{name} was not graded. {fault}"


class Judge:
    """Grades tasks by the suites that it has at hand, as many as anyone likes."""

    def __init__(
        self, suites: Suites, server: Server | None, seed: int, keeps_answers: bool = False
    ) -> None:
        """server: where workers come from; None runs submissions in this process.

        keeps_answers: whether they go with every verdict.
        """
        self._suites = suites
        self._server = server
        self._seed = seed
        self._keeps_answers = keeps_answers

    def branch(self) -> None:
        """In a forked copy of this process: have a server of one's own."""
        self._server = self._server and self._server.branch()

    def ungraded(self, task: Task, fault: str) -> Graded:
        """What is reported of a file where the grader itself failed."""
        report = _empty_report(task)
        report.max_score = self.worth(task.exercise)
        return Graded(report, [fault])

    def passes(self, task: Task) -> bool:
        """Whether a file passes all tests; the first that it fails is the last one run.

        Raises SuiteFault and WorkerFault.
        """
        tests = self._suites.tests(task.exercise)
        at_work = _AtWork(task, tests, self._server, self._seed, self._suites.kept)
        try:
            with limited_memory():
                return all(at_work.verdict(number).run.passed for number in range(len(tests)))
        finally:
            at_work.close()

    def worth(self, exercise: Exercise) -> float:
        """The points that an exercise has to win; 0 where its suite cannot be used."""
        with suppress(SuiteFault):
            tests = self._suites.tests(exercise)
            return sum({test.part: test.points for test in tests}.values())
        return 0.0

    def grade(self, task: Task) -> Graded:
        """The verdict on one file."""
        started = time.perf_counter()
        report = _empty_report(task)
        try:
            tests = self._suites.tests(task.exercise)
        except SuiteFault as fault:
            return self.ungraded(task, str(fault))
        report.tests_expected = len(tests)
        at_work, answers = _AtWork(task, tests, self._server, self._seed, self._suites.kept), b""
        try:
            with limited_memory():
                verdicts = [at_work.verdict(number) for number in range(len(tests))]
                summarise(report, verdicts)
                if report.status not in ("solved", "not started"):
                    report.section = section_of(task.exercise)
                if report.status in ("partial", "failed"):
                    at_work.diagnose(report, verdicts)
                    answers = recorded(verdicts) if self._keeps_answers else b""
                if task.exercise.in_kit and _is_untouched(task):
                    _begin_again(report, verdicts)
        except WorkerFault as fault:
            return self.ungraded(task, NO_WORKER.format(name=task.exercise.name, fault=fault))
        finally:
            at_work.close()
        report.seconds = time.perf_counter() - started
        return Graded(report, at_work.faults, answers)


class _AtWork:
    """The grading of one task."""

    def __init__(
        self,
        task: Task,
        tests: list[SuiteTest],
        server: Server | None,
        seed: int,
        kept: dict[Any, Any],
    ) -> None:
        self.faults: list[str] = []
        self._kept = kept
        self._task = task
        self._tests = tests
        self._server = server
        self._seed = seed
        self._module = task.exercise.module
        self._reference = load_reference(task.exercise)
        self._names = Names(self._reference)
        self._manners = Manners()
        self._redact = Redaction(task)
        self._ready: deque[Worker] = deque()  # for the tests to come
        self._started = 0

    def verdict(self, number: int) -> Verdict:
        """What came of one test."""
        test = self._tests[number]
        verdict = Verdict(TestReport(test.name, "passed"), test)
        if self._task.problem:
            verdict.run = Run(error=_ungradable(self._task))
        else:
            settings = {} if self._server else {"deadline": math.inf}  # someone is debugging
            verdict.run = run_test(
                test,
                self._module,
                self._link(number),
                self._reference,
                self._seed,
                self._manners,
                settings=settings,
            )
        report, budget = verdict.report, self._manners.budget
        report.stdout = budget.text(verdict.run.printed, PRINTED)
        report.seconds = verdict.run.seconds
        if verdict.run.error:
            budget.start()
            self._explain(verdict, verdict.run.error)
            verdict.run.error.__traceback__ = None  # frames there hold all that was sent
            budget.stop()
        if report.stdout or report.failure:
            report.stdout = self._redact(report.stdout)
            report.failure = self._cut(self._redact(report.failure))
        forget_values(verdict.run.calls)
        return verdict

    def _cut(self, failure: Failure | None) -> Failure | None:
        """As much of what is told as the report has room for."""
        text = message(failure) if failure else ""
        if self._manners.budget.text(text, MESSAGE) == text:
            return failure
        return Failure("submission", problems=[Sentence("text", {"text": LEFT_OUT})])

    def _link(self, number: int) -> Worker | LocalLink:
        """A fresh submission; workers for the next tests are started while this one runs."""
        if self._server is None:
            return LocalLink(self._task.files, self._task.outside)
        if not self._ready:
            self._start_worker(self._server, number)
        worker = self._ready.popleft()
        worker.greet()  # which takes none of the submission's time
        while len(self._ready) < AHEAD and self._started < len(self._tests):
            if self._manners.broken_import:
                break
            self._start_worker(self._server, self._started)
        return worker

    def _start_worker(self, server: Server, number: int) -> None:
        """Start the worker for a test, which imports ahead what was imported in time before."""
        settings = call_settings(self._tests[number].part)
        is_known = self._manners.importing > 0.0
        ahead = first_request(self._module, settings.get("errstate", {})) if is_known else b""
        worker = Worker(server)
        worker.load(TREE, self._task.files, self._task.outside, ahead=ahead)
        self._ready.append(worker)
        self._started = number + 1

    def close(self) -> None:
        """Let go of workers that no test has used."""
        for worker in self._ready:
            worker.close()

    def _explain(self, verdict: Verdict, error: BaseException) -> None:
        if isinstance(error, WorkerFault):
            raise error
        report, calls = verdict.report, verdict.run.calls
        if self._is_fault(verdict.test, error):
            text = f"{verdict.test.identity}: {type(error).__name__}: {clean(str(error))}"
            self.faults.append(text)
            report.outcome = "error"
            report.failure = Failure("fault", problems=[Sentence("fault", {"fault": text})])
            return
        report.outcome = "failed"
        try:
            report.failure = explain(error, calls, self._names)
        except Exception:  # whatever the submission's values made of it
            report.failure = Failure(
                "unusable", problems=[Sentence("text", {"text": NOT_EXPLAINED})]
            )
        if isinstance(error, SubmissionFailure):
            report.outcome = error.outcome
            verdict.failure = error
            error.__context__ = None
            report.failure.places = places(error, self._task)
            verdict.other = other_file(error, self._task)
            if verdict.other:
                fields = {"path": verdict.other, "name": self._task.exercise.stem}
                if error.kind == NOT_WRITTEN:
                    report.failure.problems = [Sentence("other not written", fields)]
                else:
                    report.failure.problems.append(Sentence("other raised", fields))

    def _is_fault(self, test: SuiteTest, error: BaseException) -> bool:
        """Whether an exception is the grader's doing and not the submission's.

        A suite that stumbles over a value (unpacking None, say) stumbles over the submission's,
        unless it does so with the solution as well.
        """
        if is_submissions(error):
            return False
        if not isinstance(error, Exception | Hanging) or isinstance(error, WorkerFault):
            return True
        if self._task.exercise.in_kit:
            return False
        files = self._task.reference_files()
        return not try_source(test, self._module, files, self._reference, self._seed).passed

    def diagnose(self, report: ExerciseReport, verdicts: list[Verdict]) -> None:
        """Name the known mistakes that explain what failed, if any do."""
        from ..contents.mistakes import load_knowledge  # a solved exercise needs none of it
        from .diagnosis import Diagnosis, Observation

        exercise = self._task.exercise
        if exercise.in_kit:
            return
        try:
            mistakes = load_knowledge(exercise).mistakes
        except UsageError as error:
            self.faults.append(str(error))
            return
        observed = [Observation(v.test, v.run.calls, v.run.passed) for v in verdicts]
        files = self._task.reference_files()
        diagnosis = Diagnosis(self._module, files, self._reference, self._seed, self._kept)
        _, source = self._task.files[self._module]
        found = diagnosis.explain(observed, mistakes, source)
        report.mistakes = [
            NamedMistake(m.name, m.feedback, exercise.readme(m.section) if m.section else "")
            for m in found.mistakes
        ]
        report.unexplained = list(dict.fromkeys(title(t.part) for t in found.unexplained))


def _empty_report(task: Task) -> ExerciseReport:
    """The report on a file of which no test has run."""
    exercise = task.exercise
    report = ExerciseReport(exercise.name, exercise.title, "error", task.sha256, 0, task.path)
    report.why = exercise.why
    for other in task.imported:
        imported = ImportReport(other.name, _sha256(task.files[other.module][1]))
        imported.origin = "own" if other.module in task.handed_in else "reference"
        if task.why == "time":
            imported.chosen = "too slow"
        elif task.why == "verdict":
            imported.chosen = "solved" if imported.origin == "own" else "not solved"
        report.imports.append(imported)
    for module in task.helpers:
        path, source = task.files[module]
        report.helpers.append(HelperReport(path, _sha256(source)))
    return report


def _is_untouched(task: Task) -> bool:
    """Whether a file is what was handed out."""
    source = task.files[task.exercise.module][1]
    return source.replace(b"\r\n", b"\n") == task.exercise.handed_out.read_bytes()


def _begin_again(report: ExerciseReport, verdicts: list[Verdict]) -> None:
    """Nothing is won by a bug that no example shows, nor lost by what another file lacks."""
    if report.status != "solved" and not any(verdict.other for verdict in verdicts):
        return
    report.status, report.score = "not started", 0.0
    for part in report.parts:
        part.score = 0.0


def _sha256(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _ungradable(task: Task) -> SubmissionFailure:
    """Why nothing of a file can be graded."""
    failure = SubmissionFailure("error", task.problem)
    failure.at_import = True
    return failure
