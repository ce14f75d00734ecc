"""What a class says about the exercises: how hard each part and test is, and what it tells apart.

Tests of one exercise hang together, since one wrong function fails many of them. So each is held
against the points won in the other exercises, and alpha is over exercises. An exercise that was not
handed in counts 0 points there; a part or test is of those only who handed its exercise in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..report.verdict import ExerciseReport
from .grading import ClassReport

ENOUGH = 25  # students below which chance says more than any word could
Z = 1.96  # of a normal distribution's 95 %

NOBODY_FAILS = "nobody fails it"
NOBODY_PASSES = "nobody passes it"
STRONG_FAIL = "strong students fail it"
TOGETHER = "fails only together with {name}"

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass
class Item:
    """A part or a test. facility: share of n students who won it."""

    name: str
    count: int
    facility: float
    discrimination: Interval | None
    flags: list[str] = field(default_factory=list)
    passed: Vector = field(default_factory=lambda: np.zeros(0))


@dataclass
class ExerciseItems:
    """An exercise's figures.

    timeouts, crashed: how many students have such a test; seconds: their median, and the most.
    """

    name: str
    title: str
    points: float
    handed_in: int
    mean: float
    discrimination: Interval | None
    parts: list[tuple[Item, list[Item]]]
    timeouts: int
    crashed: int
    seconds: tuple[float, float]


@dataclass
class Statistics:
    """A class's figures. totals: of every student; alpha: None where it means nothing."""

    totals: Vector
    alpha: float | None
    exercises: list[ExerciseItems]
    slowest: list[tuple[str, str, float]]

    @property
    def is_enough(self) -> bool:
        return len(self.totals) >= ENOUGH


def statistics(report: ClassReport) -> Statistics:
    """All figures of a class."""
    scores = np.zeros((len(report.students), len(report.points)))
    for row, student in zip(scores, report.students, strict=True):
        row[:] = [n in student.reports and student.reports[n].score for n in report.points]
    exercises = [
        _exercise(report, number, name, scores) for number, name in enumerate(report.points)
    ]
    times = [
        (student.handin.name or student.handin.student, name, graded.seconds)
        for student in report.students
        for name, graded in student.reports.items()
    ]
    slowest = sorted(times, key=lambda each: -each[2])[:5]
    return Statistics(scores.sum(axis=1), alpha(scores), exercises, slowest)


def _exercise(report: ClassReport, number: int, name: str, scores: Vector) -> ExerciseItems:
    there = [n for n, student in enumerate(report.students) if name in student.reports]
    graded = [report.students[n].reports[name] for n in there]
    rest = np.delete(scores, number, axis=1).sum(axis=1)[there]
    has_others = scores.shape[1] > 1
    parts = []
    same = _same_suite(graded)
    for theirs in zip(*(graded[n].parts for n in same), strict=True):
        columns = [
            [float(test.outcome == "passed") for test in column]
            for column in zip(*(part.tests for part in theirs), strict=True)
        ]
        tests = [
            _item(test.name, np.array(column), rest[same], has_others)
            for test, column in zip(theirs[0].tests, columns, strict=True)
        ]
        won = np.array([float(part.score == part.points) for part in theirs])
        parts.append((_item(theirs[0].name, won, rest[same], has_others), tests))
    _note_together([test for _, tests in parts for test in tests])
    own = scores[there, number]
    worst = [{test.outcome for test in each.tests} for each in graded]
    seconds = [each.seconds for each in graded] or [0.0]
    points = report.points[name]
    title = next(each.title for each in report.exercises if each.name == name)
    return ExerciseItems(
        name=name,
        title=title,
        points=points,
        handed_in=len(there),
        mean=float(own.mean() / points) if there and points else 0.0,
        discrimination=correlation(own, rest) if has_others else None,
        parts=parts,
        timeouts=sum("timeout" in each for each in worst),
        crashed=sum("crashed" in each for each in worst),
        seconds=(float(np.median(seconds)), max(seconds)),
    )


def _same_suite(graded: Sequence[ExerciseReport]) -> list[int]:
    """Which verdicts are by the same suite as most: where a regrade waits, some are by another."""
    suites = [
        tuple((part.name, *(test.name for test in part.tests)) for part in each.parts)
        for each in graded
    ]
    most = Counter(suites).most_common(1)
    return [n for n, suite in enumerate(suites) if suite == most[0][0]]


def _item(name: str, passed: Vector, rest: Vector, has_others: bool) -> Item:
    facility = float(passed.mean()) if passed.size else 0.0
    discrimination = correlation(passed, rest) if has_others else None
    item = Item(name, passed.size, facility, discrimination, passed=passed)
    if passed.size >= ENOUGH:
        if facility == 1.0:
            item.flags.append(NOBODY_FAILS)
        if facility == 0.0:
            item.flags.append(NOBODY_PASSES)
        if discrimination and discrimination.high < 0:
            item.flags.append(STRONG_FAIL)
    return item


def _note_together(tests: Sequence[Item]) -> None:
    """Say of tests that fail for exactly the same students, not all and not none, which came first.

    One of them would do for this class.
    """
    first: dict[bytes, str] = {}
    for test in tests:
        if test.count >= ENOUGH and 0.0 < test.facility < 1.0:
            name = first.setdefault(test.passed.tobytes(), test.name)
            if name != test.name:
                test.flags.append(TOGETHER.format(name=name))


def correlation(one: Vector, other: Vector) -> Interval | None:
    """Pearson's r with its interval by Fisher's z; None where it does not exist.

    one, other: (n,) values of the same students.
    """
    if one.size < 4 or np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return None
    value = float(np.clip(np.corrcoef(one, other)[0, 1], -1.0, 1.0))
    middle = np.arctanh(np.clip(value, -0.999999, 0.999999))
    width = Z / np.sqrt(one.size - 3)
    return Interval(value, float(np.tanh(middle - width)), float(np.tanh(middle + width)))


def alpha(scores: Vector) -> float | None:
    """Cronbach's alpha; scores: (students, exercises). None where it does not exist."""
    students, exercises = scores.shape
    if students < 2 or exercises < 2:
        return None
    total = scores.sum(axis=1).var(ddof=1)
    if total == 0.0:
        return None
    return float(exercises / (exercises - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total))
