"""What a class says: the figures of class.html equal those of the generated truth."""

import html
import math
import re
from collections import Counter
from functools import partial

import numpy as np
import pytest
from browser import Browser, browser
from conftest import ROOT
from test_page import AXE, JUDGE

from grader.classroom.collect import Attempt, Collected, Submitted
from grader.classroom.feedback import write_feedback
from grader.classroom.grading import ClassReport, Graded, grade_class
from grader.classroom.groups import groups, same_text
from grader.classroom.items import alpha, correlation, statistics
from grader.classroom.overview import overview
from grader.classroom.store import Store
from grader.contents.course import Course
from grader.contents.mistakes import load_knowledge
from grader.contents.stubs import stub_of
from grader.judge.grading import graded_tasks
from grader.judge.judge import Judge
from grader.judge.recorded import Record, recorded
from grader.judge.run import Run
from grader.judge.suites import Suites
from grader.judge.verdicts import Verdict
from grader.report import verdict
from grader.report.failure import Failure, Raised, Sentence, Value
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport
from grader.submission.record import Call

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


def test_verdicts_by_another_suite_count_for_points_only():
    outcomes = [{ONE: exercise(ONE, n % 2 == 0, True)} for n in range(5)]
    for n in (0, 3):
        outcomes[n][ONE].parts[0].tests.pop()
    (found,) = [each for each in statistics(class_of(outcomes)).exercises if each.name == ONE]
    assert (found.handed_in, found.mean) == (5, pytest.approx(0.84))
    assert [item.count for part, tests in found.parts for item in (part, *tests)] == [3] * 5
    assert found.parts[0][0].facility == pytest.approx(2 / 3)


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
    assert "-1.00" in page and "(-1.00" not in page  # on one line, no interval can be told


def test_tests_that_fail_for_the_same_students_are_named():
    found = statistics(class_of(drawn(60))).exercises[0]
    (_, (first, second)), (_, (hard,)) = found.parts
    assert (first.flags, second.flags, hard.flags) == (
        [], ["fails only together with test_a"], [],
    )  # fmt: skip


def wrong(*answers: object, mistake: str = "", edition: str = "1", kept: str = "") -> Graded:
    """Someone whose first test failed with these answers of its calls, as they are recorded."""
    report = exercise(ONE, False, True)
    report.mistakes = [NamedMistake(mistake, "")] if mistake else []
    verdicts = [
        Verdict(each, None, Run([Call((), answer=(("value", answer), ())) for answer in answers]))
        for each in report.tests
    ]
    answered = Record(recorded(verdicts), edition)
    return Graded(Submitted("", ""), {ONE: report}, {ONE: kept.encode()}, {ONE: answered})


def test_equal_wrong_answers_are_one_group():
    ones = np.ones(3)
    third = 0.1 + 0.2  # 0.3 but for rounding
    large = np.linspace(0.0, 1.0, 5000).reshape(100, 50)  # of which a screen shows little
    other = large.copy()
    other[50, 25] += 0.001
    huge = np.random.default_rng(1).random(10**5)
    class_ = [
        wrong(0.3, ones), wrong(third, ones * (1 + 1e-12)), wrong(0.3001, ones),
        wrong(0.3, ones[None]), wrong(0.3), wrong(np.float64(0.3), ones),
        wrong(0.3, ones.astype(np.float32)), wrong(large), wrong(other), wrong(large + 1e-15),
        wrong({"a": [1, None, (True,)]}), wrong({"a": [1, None, (1,)]}),
        wrong(math.nan, mistake="nan"), wrong(math.nan), wrong(7.0, mistake="nan"),
        wrong(0.3, ones, edition="2"), wrong(mistake="nan", edition="2"),
        wrong(huge), wrong(huge.copy()), wrong(huge + 0.5),
        wrong(1j), wrong(1.7e308 + 1.7e308j),
    ]  # fmt: skip
    for number, each in enumerate(class_):
        each.handin.student = str(number)
    report = ClassReport(COURSE, class_, {ONE: 5.0}, 3, "landlock")
    found = [" ".join(group.students) for group in groups(report)]
    assert found[0] == "12 13 14 16"
    alone = (2, 3, 4, 6, 8, 10, 11, 15, 19, 20, 21)
    assert sorted(found) == sorted(["12 13 14 16", "0 1 5", "7 9", "17 18", *map(str, alone)])
    assert groups(report)[0].said == "Known mistake: nan."
    assert groups(report)[-1].said == "Fails test_a."


@pytest.mark.parametrize(
    ("answer", "agree"),
    [([1.5] * 20_000, False), ([{}] * 9_000, False), (np.ones(20_000), True),
     ([np.ones(1)] * 700, True), ([{"a": 1.0, "b": 1.0}] * 700, True)],
)  # fmt: skip
def test_no_answers_are_too_many_to_be_compared_with_others(answer, agree):
    """Each may cross, and all of them together may be more than can be read at once."""
    answers = [answer] * 8
    class_ = [wrong(*answers), wrong(*answers[1:], 1.0), wrong(*answers)]
    for number, each in enumerate(class_):
        each.handin.student = str(number)
    found = groups(ClassReport(COURSE, class_, {ONE: 5.0}, 3, "landlock"))
    expected = ["0 2", "1"] if agree else ["0", "1", "2"]
    assert [" ".join(group.students) for group in found] == expected


def test_the_page_counts_what_was_handed_in(tmp_path):
    """A class of known solutions, alternatives, mistakes and one that nobody has named."""
    chosen = COURSE.select([ONE])
    known, solution = load_knowledge(chosen[0]), chosen[0].solution.read_text("utf-8")
    halves = [solution.replace("= 1.0", f"= {half}") for half in ("0.5", "1 / 2", "5e-1")]
    ways = [solution, *(each.source for each in (*known.alternatives, *known.mistakes)), *halves]
    rng = np.random.default_rng(3)
    chosen_ways = [*range(len(ways)), *rng.integers(0, len(ways), 12)]
    handins = [
        Submitted(f"s{n}", f"s{n}", files={ONE: [Attempt("", ways[way].encode(), "", ("", 0, 0))]})
        for n, way in enumerate(chosen_ways)
    ]
    suites, store = Suites(COURSE), Store(tmp_path / "verdicts.sqlite3")
    judge = Judge(suites, None, 5, keeps_answers=True)
    report = grade_class(
        *(COURSE, Collected(handins), chosen, store, judge, suites),
        partial(graded_tasks, judge=judge, jobs=0),
        seed=5, confinement="none",
    )  # fmt: skip
    store.close()
    page = html.unescape(overview(report, Collected(), "now", groups(report)))
    first = 1 + len(known.alternatives)
    truth = Counter(
        known.mistakes[way - first].name if way < len(ways) - 3 else "0.5"
        for way in chosen_ways
        if way >= first
    )
    line = r"<strong>(\d+)</strong> × \S+: (?:Known mistake: (.*)\.|First wrong: .*)<"
    told: Counter[str] = Counter()  # a mistake's forms are groups of their own
    for count, name in re.findall(line, page):
        told[name or "0.5"] += int(count)
    assert told == truth
    right = sum(way < first for way in chosen_ways)
    assert page.count('title="solved"') == right and truth["0.5"] >= 3
    assert f"{len(chosen_ways)} of {len(chosen_ways)} handed it in" in page


def test_who_could_not_answer_is_grouped_by_the_exception():
    students = []
    for number, (kind, text) in enumerate(
        [("SyntaxError", "a"), ("SyntaxError", "b"), ("NameError", "a"), ("", "no file")] * 2
    ):
        report = exercise(ONE, False, False)
        report.status = "error"
        for test in report.tests:
            test.outcome = "error"
            test.failure = Failure("submission", problems=[Sentence("text", {"text": text})])
            test.failure.raised = Raised([kind, "Exception"], text) if kind else None
        students.append(Graded(Submitted(str(number), ""), {ONE: report}, {ONE: b""}))
    found = groups(ClassReport(COURSE, students, {ONE: 5.0}, 3, "landlock"))
    told = [(" ".join(group.students), group.error) for group in found]
    assert told == [("0 1 4 5", "SyntaxError"), ("2 6", "NameError"), ("3 7", "")]


def test_a_large_group_is_named_to_its_last_member():
    class_ = [wrong(1.0) for _ in range(400)]
    for number, each in enumerate(class_):
        each.handin.name = f"Student Number {number}"
    report = ClassReport(COURSE, class_, {ONE: 5.0}, 3, "landlock")
    page = overview(report, Collected(), "now", groups(report))
    members = page.partition("<strong>400</strong>")[2].partition("</p>")[0]
    assert members.count("Student Number") == 400 and "Student Number 399" in members


def test_lines_that_most_others_lack_are_greyed():
    codes = ["a\nb\n", "a\nc\n", "a\n  b\nd\n", "a\nb\n", "x\n"]
    members = [wrong(1.0, kept=code) for code in codes]
    (group,) = groups(ClassReport(COURSE, members, {ONE: 5.0}, 3, "landlock"))
    assert [(line.text, line.differs) for line in group.code] == [("a", False), ("b", True)]
    group.members = group.members[:1]
    assert not any(line.differs for line in group.code)


def test_equal_files_are_listed_without_the_stub_s_lines():
    stub = stub_of(COURSE.exercises[0].solution.read_text(encoding="utf-8"))
    texts = [stub, stub, stub + "    return 1\n", "    return 1\n", "    return 1 \n", "\n\n"]
    students = [wrong(1.0, kept=text) for text in texts]
    for number, each in enumerate(students):
        each.handin.student = str(number)
    report = ClassReport(COURSE, students, {ONE: 5.0}, 3, "landlock")
    assert same_text(report) == [(ONE, "partial", ["2", "3"])]
    page = overview(report, Collected(), "now")
    assert f'<strong>2</strong> × {ONE}, partial</summary>\n<p class="quiet">2, 3</p>' in page
    assert "similar" not in page.lower()


def test_nothing_foreign_is_markup_on_the_page():
    hostile = "<script>alert(1)</script>\x1b\u202e"
    report = class_of([{ONE: exercise(ONE, False, True, hostile)}])
    report.students[0].handin.name = hostile
    report.students[0].sources[ONE] = hostile.encode()
    found = groups(report)
    found[0].comments = [hostile]
    page = overview(report, Collected(unmatched=[hostile]), "now", found)
    assert page.count("alert(1)") >= 4
    assert page.count("<script>") == 1 and "\x1b" not in page and "\u202e" not in page
    assert "src=" not in page and not re.search(r"https?://", page)


def test_a_browser_shows_it_whole_to_all_and_sorts_it(tmp_path):
    """No wider than the screen, light and dark, and axe finds nothing to mend."""
    if browser() is None:
        return
    report = class_of(drawn(30))
    found = groups(report)
    found[0].comments = ["Sit down\nwith Ann."]
    page = overview(report, Collected(unmatched=["x.py belongs to no student."]), "now", found)
    (tmp_path / "class.html").write_text(page, encoding="utf-8")
    write_feedback(report, tmp_path / "feedback", "values", found)
    truth = sorted(statistics(report).totals)
    with Browser(tmp_path / "profile") as driven:
        for width, scheme in ((390, "dark"), (1280, "light")):
            driven.open((tmp_path / "class.html").as_uri(), width, scheme)
            driven.ask("document.querySelectorAll('details').forEach(each => each.open = true)")
            root = "document.documentElement"
            assert driven.ask(f"{root}.scrollWidth - {root}.clientWidth") == 0
            driven.ask(f"{AXE}; 1")
            assert driven.ask(JUDGE) == []
            driven.open((tmp_path / "feedback/s0.html").as_uri(), width, scheme)
            assert driven.ask(f"{root}.scrollWidth - {root}.clientWidth") == 0
            driven.ask(f"{AXE}; 1")
            assert driven.ask(JUDGE) == []
        driven.open((tmp_path / "class.html").as_uri(), 1280, "light")
        for expected in (truth, truth[::-1]):
            driven.ask("document.querySelectorAll('table th button')[1].click()")
            shown = driven.ask(
                "[...document.querySelector('tbody').rows].map(row => +row.cells[1].textContent)"
            )
            assert shown == expected
