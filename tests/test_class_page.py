"""What a class says: the figures of class.html equal those of the generated truth."""

import re

import numpy as np
import pytest
from conftest import ROOT

from grader.classroom.collect import Collected, Submitted
from grader.classroom.grading import ClassReport, Graded
from grader.classroom.groups import groups, signature
from grader.classroom.items import alpha, correlation, statistics
from grader.classroom.overview import overview
from grader.contents.course import Course
from grader.report import verdict
from grader.report.failure import Failure, Raised, Value
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport

COURSE = Course.load(ROOT)
ONE, TWO = "losses/one_hot", "activations/softmax"


def exercise(name: str, easy: bool, hard: bool, answer: str = "0") -> ExerciseReport:
    """A verdict of two parts, the first of two tests that hang together."""

    def test(title: str, passed: bool) -> verdict.TestReport:
        value = Value(answer, "number")
        failure = None if passed else Failure("mismatch", returned=value, expected=value)
        return verdict.TestReport(title, "passed" if passed else "failed", failure=failure)

    parts = [
        PartReport("Easy", 2.0, 2.0 * easy, [test("test_a", easy), test("test_b", easy)]),
        PartReport("Hard", 3.0, 3.0 * hard, [test("test_c", hard)]),
    ]
    score = sum(part.score for part in parts)
    status = "solved" if score == 5 else "partial" if score else "failed"
    return ExerciseReport(name, "T", status, "", 3, "", 3, score, 5.0, 0.1, parts)


def class_of(outcomes: list[dict[str, ExerciseReport]]) -> ClassReport:
    students = [
        Graded(Submitted(f"s{n}", f"s{n}", f"S {n}"), reports, dict.fromkeys(reports, b"a\nb\n"))
        for n, reports in enumerate(outcomes)
    ]
    return ClassReport(COURSE, students, {ONE: 5.0, TWO: 5.0}, 3, "landlock")


def drawn(size: int) -> list[dict[str, ExerciseReport]]:
    """Students of whom a third never hands in the second exercise, each with a known outcome."""
    rng = np.random.default_rng(1)
    return [
        {ONE: exercise(ONE, *rng.random(2) < 0.6)}
        | ({TWO: exercise(TWO, *rng.random(2) < 0.3)} if n % 3 else {})
        for n in range(size)
    ]


def test_facility_discrimination_and_alpha_are_those_of_the_data():
    outcomes = drawn(60)
    found = statistics(class_of(outcomes))
    scores = np.array(
        [[each[n].score if n in each else 0.0 for n in (ONE, TWO)] for each in outcomes]
    )
    assert np.array_equal(found.totals, scores.sum(axis=1))
    first, second = found.exercises
    assert (first.handed_in, second.handed_in) == (60, 40)
    there = [n for n in range(60) if n % 3]
    hard = np.array([float(outcomes[n][TWO].parts[1].score == 3) for n in there])
    item, (test,) = second.parts[1]
    assert item.count == 40 and item.facility == test.facility == hard.mean()
    assert second.mean == pytest.approx(scores[there, 1].mean() / 5)
    assert item.discrimination.value == pytest.approx(np.corrcoef(hard, scores[there, 0])[0, 1])
    covariance = np.cov(scores.T)
    expected = 2 * (1 - np.trace(covariance) / covariance.sum())
    assert found.alpha == pytest.approx(expected)


def test_an_interval_holds_the_truth_nineteen_times_in_twenty():
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(1000):
        one = rng.normal(size=30)
        other = 0.5 * one + np.sqrt(0.75) * rng.normal(size=30)
        found = correlation(one, other)
        inside += found.low <= 0.5 <= found.high
    assert 930 <= inside <= 970


def test_what_does_not_exist_is_none():
    ones = np.ones(10)
    assert correlation(ones, np.arange(10.0)) is None and correlation(ones[:3], ones[:3]) is None
    assert alpha(np.ones((5, 1))) is None and alpha(np.ones((5, 3))) is None
    nobody = class_of([])
    assert statistics(nobody).alpha is None
    assert "0 hand-ins" in overview(nobody, Collected(), "now")


@pytest.mark.parametrize("size", [24, 25, 60])
def test_words_are_for_classes_that_are_large_enough(size):
    strong = [n % 2 == 0 for n in range(size)]  # half passes what the other half fails
    report = class_of(
        [{ONE: exercise(ONE, True, s), TWO: exercise(TWO, False, not s)} for s in strong]
    )
    flags = [
        [item.flags for item in (part, *tests)]
        for each in statistics(report).exercises
        for part, tests in each.parts
    ]
    told = "nobody fails it", "nobody passes it", "strong students fail it"
    expected = [[[told[0]]] * 3, [[told[2]]] * 2, [[told[1]]] * 3, [[told[2]]] * 2]
    assert flags == (expected if size >= 25 else [[[]] * 3, [[]] * 2] * 2)
    page = overview(report, Collected(), "now")
    assert ("chance says more" in page) == (size < 25)


def test_tests_that_fail_for_the_same_students_are_named():
    found = statistics(class_of(drawn(60))).exercises[0]
    (_, (first, second)), (_, (hard,)) = found.parts
    assert (first.flags, second.flags, hard.flags) == (
        [], ["fails only together with test_a"], [],
    )  # fmt: skip


def test_equal_wrong_answers_are_one_group():
    named = exercise(ONE, False, True, "7")
    named.mistakes = [NamedMistake("no-half", "")]
    outcomes = [exercise(ONE, False, True, answer) for answer in ("7", "8", "7", "9")]
    outcomes += [named, exercise(ONE, True, True), exercise(ONE, False, False, "7")]
    report = class_of([{ONE: each} for each in outcomes])
    report.students[2].sources[ONE] = b"a\nc\n"
    report.students[0].reports[ONE].mistakes = named.mistakes
    found = groups(report)
    assert [group.students for group in found] == [
        ["S 0", "S 2", "S 4"], ["S 1"], ["S 3"], ["S 6"]
    ]  # fmt: skip
    assert found[0].said == "Known mistake: no-half." and found[1].said == "Fails test_a."
    assert [(line.text, line.differs) for line in found[0].code] == [("a", False), ("b", True)]


def test_an_answer_s_group_does_not_depend_on_wording():
    one, other = exercise(ONE, True, False), exercise(ONE, True, False)
    for each, text in ((one, "division by zero"), (other, "kim's own words")):
        failure = each.parts[1].tests[0].failure
        failure.raised, failure.returned = Raised(["ValueError"], text), None
    assert signature(one) == signature(other)
    other.parts[1].tests[0].failure.raised.kinds = ["TypeError"]
    assert signature(one) != signature(other)


def test_nothing_foreign_is_markup_on_the_page():
    hostile = "<script>alert(1)</script>\x1b\u202e"
    report = class_of([{ONE: exercise(ONE, False, True, hostile)}])
    report.students[0].handin.name = hostile
    report.students[0].sources[ONE] = hostile.encode()
    page = overview(report, Collected(unmatched=[hostile]), "now")
    assert page.count("<script>") == 1 and "\x1b" not in page and "\u202e" not in page
    assert "src=" not in page and not re.search(r"https?://", page)
