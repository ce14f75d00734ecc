"""Text from elsewhere cannot act on what shows it, nor forge a line of a report."""

import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SmallCourse, all_tests, run_grader

from grader.contents.course import Chapter, Course, Exercise
from grader.expect import Mismatch
from grader.judge.explain import Names, explain
from grader.report import verdict
from grader.report.failure import Failure, Place, Sentence
from grader.report.message import message
from grader.report.page import Extra, page
from grader.report.screen import Screen
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport, Report, cleaned
from grader.words.text import MARKS, clean

# All but the middles of the private and the unassigned planes.
LOOKED_AT = (range(0x20000), range(0xE0000, 0xE0400), range(0x20000, sys.maxunicode + 1, 4093))
TROUBLE = [
    char
    for char in map(chr, itertools.chain(*LOOKED_AT))
    if unicodedata.category(char)[0] in "CZ" and char != " "
]
UNSEEN = "\u034f\u115f\u1160\u17b4\u180b\u2800\u3164\ufe0f\uffa0\U000e0100"
RARE = [char for char in TROUBLE if unicodedata.category(char) not in ("Co", "Cn", "Cs")]
SOME = [*RARE, *UNSEEN, "\ud800", "\udfff", "\ue000", "\ufdd0", "\uffff", "\U0010ffff"]
FORGED = "✓ losses/forged  5 of 5 points"


def troublesome(text: str) -> set[str]:
    """The characters of a text that are not plain to see, a line break not counted."""
    return {c for c in text if c in UNSEEN or unicodedata.category(c)[0] in "CZ"} - {" ", "\n"}


def test_every_character_that_is_not_plain_to_see_is_escaped() -> None:
    everything = "".join(TROUBLE) + UNSEEN
    shown = clean(everything, limit=10 * len(everything))
    assert shown == "".join(char.encode("unicode_escape").decode() for char in everything)
    assert troublesome(shown) == set() and "\n" not in shown
    assert clean("a\nb\tc\rd\r\ne\x0bf", lines=True) == "a\nb\tc\\rd\ne\\x0bf"


@pytest.mark.parametrize(
    "text", ["softmax(x) = ∑ exp(xᵢ)", "数 é ñ Ω 😀 × − \\n", "e\u0301\u0323 नमस्ते שָׁלוֹם"]
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


def test_marks_are_no_flood() -> None:
    shown = clean("a" + "\u0301" * 100 + "b\u0301")
    marks = [len(list(run)) for mark, run in itertools.groupby(shown, "\u0301".__eq__) if mark]
    assert marks == [MARKS, 1]
    assert clean("\u0301 on nothing") == "\\u0301 on nothing"


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("limit", [7, 60, 5000])
def test_what_is_clean_stays_as_it_is(lines: bool, limit: int) -> None:
    text = "é\u0301" * 20 + "".join(SOME[:99]) + "end of a long text " * 9
    shown = clean(text, limit, lines)
    assert clean(shown, limit, lines) == shown
    assert len(shown) <= limit + 2


def report_of(said: str, printed: str) -> Report:
    """A report in which every text from elsewhere is this one."""
    raised = Failure("submission", problems=[Sentence("text", {"text": said})])
    raised.places = [Place(said, 1, said)]
    test = verdict.TestReport("test_it", "failed", printed, failure=raised)
    entries = [
        ExerciseReport(
            name=f"losses/{status.replace(' ', '_')}",
            title="Title",
            status=status,
            sha256="",
            tests_expected=1,
            path=said,
            max_score=1.0,
            parts=[PartReport("Part", 1.0, 0.0, [test])],
            mistakes=[NamedMistake(said, said, said)],
        )
        for status in ("failed", "error", "not started")
    ]
    kinds = {"version": 1, "mode": "submission", "score": 0.0, "max_score": 2.0, "seconds": 1.0}
    names = {"target": said, "confinement": said, "python": said, "numpy": said, "seed": 0}
    return Report(**kinds, **names, exercises=entries, faults=[said])


def test_no_character_forges_a_line() -> None:
    alone = [char for char in SOME if char not in "\n\t"]
    for start in range(0, len(alone), 40):
        batch = alone[start : start + 40]
        said = "".join(char + FORGED for char in batch)
        report = report_of(said, "\n".join(char + FORGED for char in batch))
        text = Screen().text(report)
        assert not troublesome(text)
        assert text.count("losses/forged") > 9
        # What wraps or is printed stands further to the right than any line of our own.
        assert not re.search(r"^ {0,5}[✓◐✗!·] *losses/forged", text, re.MULTILINE)
        lines = report.to_json()
        assert not troublesome(lines)
        entry = json.loads(lines)["exercises"][0]
        assert "\n" not in entry["path"]
        told = entry["parts"][0]["tests"][0]["message"]
        assert len(told.split("\n")) == 2, "a sentence and a place"
        course = Course(ROOT, said, (_chapter(report, said),))
        extras = {entry.name: Extra(said, note=said) for entry in report.exercises}
        html = page(course, report, extras, said)
        assert not troublesome(html)
        assert not re.search(r"(^|>)✓ *losses/forged", html, re.MULTILINE)


def _chapter(report: Report, title: str) -> Chapter:
    exercises = tuple(Exercise(entry.name, title, ROOT) for entry in report.exercises)
    return Chapter("losses", title, exercises)


def test_names_in_a_suites_own_sentences_are_cleaned() -> None:
    problem = f"The dict has keys that do not belong there: W\n{FORGED}\u2028."
    failure = explain(Mismatch({}, {}, f"[{FORGED!r}\u2029]", problem), [], Names(None))
    text = message(cleaned(failure))
    assert not troublesome(text)
    assert not any(line.startswith("✓") for line in text.split("\n"))


HOSTILE = f"""
def double(x):
    print("a\\x0b{FORGED}\\u2028{FORGED}\\x85{FORGED}")
    if x.ndim == 1:
        return {{"W\\n{FORGED}": "\\u2029{FORGED}"}}
    raise type("E\\n{FORGED}\\x1c", (Exception,), {{}})("x\\n{FORGED}\\r\\n{FORGED}")  #\x0c{FORGED}
"""


def test_a_course_whose_every_name_is_hostile(small_course: Callable[..., SmallCourse]) -> None:
    course = small_course({"double": None, "gone": None})
    folder = f"in\u2028{FORGED}\n{FORGED}\x1b[2J"
    course.write(f"{folder}/bad/double.py", HOSTILE)
    run = course.grade("--target", folder)
    assert run.status == 0, run.stderr
    assert not troublesome(run.stdout)
    assert not re.search("^ {0,5}✓", run.stdout, re.MULTILINE)
    assert "\\u2028" in run.stdout
    run = course.grade("--target", folder, "--format", "json")
    assert not troublesome(run.stdout)
    assert "in\\u2028" in run.report["target"]
    messages = [test["message"] for test in all_tests(run.exercises["double"])]
    assert not any(line.lstrip().startswith("✓") for text in messages for line in text.split("\n"))
    code = next(line for line in messages[1].split("\n") if "double.py:6" in line)
    assert "raise type(" in code


@pytest.mark.parametrize(
    "arguments",
    [
        ("grade", f"a\u2028{FORGED}\n{FORGED}\x1b[2J"),
        ("grade", "--target", f"a\u2028{FORGED}\n{FORGED}\x1b[2J"),
        ("grade", f"--no\u2028{FORGED}\n{FORGED}\x1b[2J"),
    ],
)
def test_what_a_usage_error_quotes_is_cleaned(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text('title = "None"\nchapter = []\n')
    run = run_grader(*arguments, folder=tmp_path, variables={"PYTHONPATH": str(ROOT)})
    assert run.status == 2
    assert not troublesome(run.stderr)
    assert "forged" in run.stderr
    assert not re.search("^✓", run.stderr, re.MULTILINE)
