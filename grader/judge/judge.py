"""Grades one exercise after another: runs the tests of its suite, explains what fails."""

import math
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..contents.course import Exercise, UsageError
from ..report.failure import Failure, Place, Sentence
from ..report.verdict import ExerciseReport, NamedMistake, TestReport
from ..sandbox.local import LocalLink
from ..submission.module import Manners, SubmissionFailure
from ..submission.processes import Server, Worker
from ..words.text import clean
from .explain import Names, explain
from .run import Files, Run, is_submissions, run_test, try_source
from .suites import SuiteFault, Suites, SuiteTest, load_reference
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


@dataclass
class Graded:
    """The verdict on one task, and the grader's own faults on the way."""

    report: ExerciseReport
    faults: list[str]


class Judge:
    """Grades tasks by the suites that it has at hand, as many as anyone likes."""

    def __init__(self, suites: Suites, server: Server | None, seed: int) -> None:
        """server: where workers come from; None runs submissions in this process."""
        self._suites = suites
        self._server = server
        self._seed = seed

    def branch(self) -> None:
        """In a forked copy of this process: have a server of one's own."""
        self._server = self._server and self._server.branch()

    def ungraded(self, task: Task, fault: str) -> Graded:
        """What is reported of a file where the grader itself failed."""
        report = _empty_report(task)
        with suppress(SuiteFault):
            tests = self._suites.tests(task.exercise)
            report.max_score = sum({test.part: test.points for test in tests}.values())
        return Graded(report, [fault])

    def grade(self, task: Task) -> Graded:
        """The verdict on one file."""
        started = time.perf_counter()
        report = _empty_report(task)
        try:
            tests = self._suites.tests(task.exercise)
        except SuiteFault as fault:
            return self.ungraded(task, str(fault))
        report.tests_expected = len(tests)
        at_work = _AtWork(task, tests, self._server, self._seed)
        verdicts = [at_work.verdict(number) for number in range(len(tests))]
        summarise(report, verdicts)
        if report.status in ("partial", "failed"):
            report.mistakes = at_work.diagnose(verdicts)
        report.seconds = time.perf_counter() - started
        return Graded(report, at_work.faults)


class _AtWork:
    """The grading of one task."""

    def __init__(
        self, task: Task, tests: list[SuiteTest], server: Server | None, seed: int
    ) -> None:
        self.faults: list[str] = []
        self._task = task
        self._tests = tests
        self._server = server
        self._seed = seed
        self._module = task.exercise.module
        self._reference = load_reference(task.exercise)
        self._names = Names(self._reference)
        self._manners = Manners()
        self._sources = mentioned(task.files, self._module)
        self._ready: Worker | None = None

    def verdict(self, number: int) -> Verdict:
        """What came of one test."""
        test = self._tests[number]
        verdict = Verdict(TestReport(test.name, "passed"), test)
        if self._task.problem:
            failure = SubmissionFailure("error", self._task.problem)
            failure.at_import = True
            verdict.run = Run(error=failure)
        else:
            last = number == len(self._tests) - 1
            settings = {} if self._server else {"deadline": math.inf}  # someone is debugging
            verdict.run = run_test(
                test,
                self._module,
                self._link(last),
                self._reference,
                self._seed,
                self._manners,
                settings=settings,
            )
        report = verdict.report
        report.stdout, report.seconds = verdict.run.printed, verdict.run.seconds
        if verdict.run.error:
            self._explain(verdict, verdict.run.error)
        return verdict

    def _link(self, last: bool) -> Worker | LocalLink:
        """A fresh submission; the next test's worker is started while this one runs."""
        if self._server is None:
            return LocalLink(self._task.files)
        worker = self._ready or self._start_worker(self._server)
        wanted = not last and not self._manners.broken_import
        self._ready = self._start_worker(self._server) if wanted else None
        return worker

    def _start_worker(self, server: Server) -> Worker:
        worker = server.fork()
        worker.load(ROOT_PACKAGE, self._sources)
        return worker

    def _explain(self, verdict: Verdict, error: BaseException) -> None:
        report, calls = verdict.report, verdict.run.calls
        if self._is_fault(verdict.test, error):
            text = f"{verdict.test.identity}: {type(error).__name__}: {clean(str(error))}"
            self.faults.append(text)
            report.outcome = "error"
            report.failure = Failure("fault", problems=[Sentence("fault", {"fault": text})])
            return
        report.failure = explain(error, calls, self._names)
        report.outcome = "failed"
        if isinstance(error, SubmissionFailure):
            report.outcome = error.outcome
            verdict.failure = error
            error.__traceback__ = error.__context__ = None  # frames there hold all that it sent
            report.failure.places = _places(error, self._task)

    def _is_fault(self, test: SuiteTest, error: BaseException) -> bool:
        """Whether an exception is the grader's doing and not the submission's.

        A suite that stumbles over a value (unpacking None, say) stumbles over the submission's,
        unless it does so with the solution as well.
        """
        if is_submissions(error):
            return False
        if not isinstance(error, Exception) or _raised_in_engine(error):
            return True
        files = reference_files(self._task)
        return not try_source(test, self._module, files, self._reference, self._seed).passed

    def diagnose(self, verdicts: list[Verdict]) -> list[NamedMistake]:
        """The known mistakes that explain what failed, if any do."""
        from ..contents.mistakes import load_knowledge  # a solved exercise needs none of it
        from .diagnosis import Diagnosis, Observation

        exercise = self._task.exercise
        try:
            mistakes = load_knowledge(exercise).mistakes
        except UsageError as error:
            self.faults.append(str(error))
            return []
        observed = [
            Observation(v.test, v.run.calls, v.report.outcome == "passed", v.report.seconds)
            for v in verdicts
        ]
        files = reference_files(self._task)
        diagnosis = Diagnosis(self._module, files, self._reference, self._seed)
        readme = exercise.file.with_name("README.md").relative_to(exercise.root).as_posix()
        return [
            NamedMistake(m.name, m.feedback, f"{readme}#{m.section}" if m.section else "")
            for m in diagnosis.explain(observed, mistakes)
        ]


def _empty_report(task: Task) -> ExerciseReport:
    """The report on a file of which no test has run."""
    exercise = task.exercise
    return ExerciseReport(exercise.name, exercise.title, "error", task.sha256, 0, task.path)


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


def _raised_in_engine(error: BaseException) -> bool:
    """Whether the innermost frame of an exception is the engine's own."""
    traceback = error.__traceback__
    innermost = ""
    while traceback:
        innermost = traceback.tb_frame.f_code.co_filename
        traceback = traceback.tb_next
    return innermost.startswith(_ENGINE)


def _places(failure: SubmissionFailure, task: Task) -> list[Place]:
    """Where it happened, outermost first."""
    sources = {clean(path): source for path, source in task.files.values()}
    places = []
    for path, line in failure.places[-3:]:
        lines = sources.get(path, b"").splitlines()  # of text, it would find more than Python does
        code = lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(lines) else ""
        places.append(Place(path, line, clean(code.strip(), MAX_CODE)))
    return places


_ENGINE = str(Path(__file__).parents[1])
