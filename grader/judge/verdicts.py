"""What came of each test of an exercise, and what points and status that makes."""

from dataclasses import dataclass, field

from ..report.verdict import ExerciseReport, PartReport, Status, TestReport
from ..submission.manners import SubmissionFailure
from .run import Run
from .suites import SuiteTest

NOT_WRITTEN = "NotImplementedError"


@dataclass
class Verdict:
    """A test's report and what diagnosis and status need besides.

    other: the file that its failure comes from, if that is another one than was graded.
    """

    report: TestReport
    test: SuiteTest
    run: Run = field(default_factory=Run)
    failure: SubmissionFailure | None = None
    other: str = ""


@dataclass
class Graded:
    """The verdict on one task, and the grader's own faults on the way.

    answers: those of the failed tests, as recorded.py keeps them; b"" where nobody asked for them.
    """

    report: ExerciseReport
    faults: list[str]
    answers: bytes = b""


def summarise(report: ExerciseReport, verdicts: list[Verdict]) -> None:
    """Fill in an exercise's parts, points and status from its tests."""
    parts: dict[type, PartReport] = {}
    for verdict in verdicts:
        cls = verdict.test.part
        part = parts.setdefault(cls, PartReport(title(cls), verdict.test.points))
        part.tests.append(verdict.report)
    for part in parts.values():
        if all(test.outcome == "passed" for test in part.tests):
            part.score = part.points
    report.tests_run = len(verdicts)
    report.parts = list(parts.values())
    report.score = sum(part.score for part in report.parts)
    report.max_score = sum(part.points for part in report.parts)
    report.status = _status(report, verdicts)


def _status(report: ExerciseReport, verdicts: list[Verdict]) -> Status:
    failures = [verdict.failure for verdict in verdicts]
    if report.tests_run == report.tests_expected and report.score == report.max_score > 0:
        return "solved"
    if any(failure and failure.at_import for failure in failures):
        return "error"
    if any(test.failure and test.failure.kind == "fault" for test in report.tests):
        return "error"
    if report.score:
        return "partial"
    if all(v.failure and v.failure.kind == NOT_WRITTEN and not v.other for v in verdicts):
        return "not started"
    return "failed"


def title(part: type) -> str:
    """What a part is called in reports."""
    return (part.__doc__ or part.__name__).strip().split("\n")[0]
