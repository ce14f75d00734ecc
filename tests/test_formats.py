"""Reports for other programs: each as its consumer wants it, whatever a submission says."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import junitparser
import pytest
from conftest import Run, SmallCourse
from markdown_it import MarkdownIt

from grader.commands.grade import FORMS
from grader.report import markdown
from grader.report import verdict as reports
from grader.report.actions import MAX_ANNOTATIONS, MAX_SUMMARY, annotations, append_summary
from grader.report.failure import Argument, Failure, Place, Raised, Sentence, ShownCall, Value
from grader.report.formats import FORMATS
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport, Report
from grader.words.text import harmless

COMMANDS = "::error::forged\n  ::stop-commands::x\n\t::add-mask::a\nx ##[error]forged\n##[group]y"
ACTIVE = (
    "</pre></details><script>1</script><img src=x onerror=1> ]]> <![CDATA[ -->\n\n"
    "# heading\n\n| a | b |\n|---|---|\n[link](https://example.org) ![i](x) @someone `code` **b**\n"
    "```\n<b>\n\n    indented\n</b>"
)
# Every kind of character that XML, JSON, terminals or people have trouble with.
ODD = "".join(map(chr, [*range(0xA1), 0x85, 0xAD, 0x300, 0x202E, 0x2028, 0xD800, 0xDFFF, 0xFDD0]))
ODD += "".join(chr(plane * 0x10000 + 0xFFFE + i) for plane in range(17) for i in (0, 1))
SAID = f"{COMMANDS}\n{ACTIVE}\n\x1b[31m::error::red\r::error::return {ODD}"
RUNNER = {  # what the runner of Classroom 50 sets
    "CLASSROOM": "spring",
    "ASSIGNMENT": "losses",
    "SUBMISSION_TAG": "submit/2026-11-21T10-00-00Z-abcdef0",
    "USERNAME": "learner",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
}


def failed(said: str, name: str = "test_it") -> reports.TestReport:
    value = Value(said, "array", [1], "float64", [[said]])
    failure = Failure(
        "mismatch",
        call=ShownCall("net.double", [Argument(said, value, keyword=True)]),
        what=said,
        returned=value,
        expected=value,
        problems=[Sentence("text", {"text": said}), Sentence("sign", {})],
        note=said,
        raised=Raised(["ValueError"], said),
        places=[Place(said, 3, said)],
    )
    return reports.TestReport(name, "failed", said, 0.25, failure)


def report(said: str, count: int = 3, points: float = 2.0) -> Report:
    """Exercises of which every second one is solved; the others say what is said, everywhere."""
    exercises = []
    for number in range(count):
        solved = number % 2 == 1
        won = [reports.TestReport("test_won", "passed", said, 0.5)]
        parts = [
            PartReport("Won", 1.0, 1.0, won),
            PartReport("Open", points, points * solved, won if solved else [failed(said)] * 3),
        ]
        exercises.append(
            ExerciseReport(
                name=f"bad/number{number}",
                title="Doubling & <more>",
                status="solved" if solved else "partial",
                sha256="0" * 64,
                tests_expected=4,
                path=f"exercises/bad/number{number}.py",
                tests_run=4,
                score=sum(part.score for part in parts),
                max_score=sum(part.points for part in parts),
                parts=parts,
                mistakes=[] if solved else [NamedMistake("triple", "Three | times.", "README.md")],
            )
        )
    return Report(
        version=3,
        target=said,
        mode="submission",
        score=sum(each.score for each in exercises),
        max_score=sum(each.max_score for each in exercises),
        seconds=1.5,
        confinement="limits",
        seed=7,
        python="3.11",
        numpy="2.4",
        exercises=exercises,
    )


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)


def rendered(form: str, said: str = SAID, **options: Any) -> Any:
    text = FORMATS[form](report(said, **options))
    return text if form in ("junit", "markdown") else json.loads(text)


def taken_for_commands(text: str) -> list[str]:
    """The lines that the runner of GitHub Actions looks for commands in, colours or not."""
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in re.split(r"[\r\n]", text)]
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def test_every_form_can_be_chosen() -> None:
    assert ("text", *FORMATS) == FORMS


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_holds_a_command_or_a_control_character(form: str) -> None:
    text = FORMATS[form](report(SAID))
    assert "forged" in text and not taken_for_commands(text)
    assert all(char.isprintable() or char in "\n\t" for char in text)


def test_texts_for_people_hold_no_command_where_it_would_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert harmless(SAID) == SAID and taken_for_commands(SAID)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "forged" in harmless(SAID) and not taken_for_commands(harmless(SAID).replace("\r", ""))


# Gradescope: https://gradescope-autograders.readthedocs.io/en/latest/specs/

FORMATTING = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def test_gradescope() -> None:
    results = rendered("gradescope")
    assert isinstance(results["execution_time"], int)
    assert {results[f"{each}output_format"] for each in ("", "test_")} <= FORMATTING
    assert {results["visibility"], results["stdout_visibility"]} <= VISIBILITIES
    assert results["score"] == sum(test["score"] for test in results["tests"]) == 5.0
    assert sum(test["max_score"] for test in results["tests"]) == 9.0
    for test in results["tests"]:
        assert {*test} == {
            *("number", "name", "score", "max_score", "status", "output", "visibility"),
        }
        assert test["visibility"] == "visible", "with a hidden test the total is hidden"
        assert test["status"] == ("passed" if test["score"] == test["max_score"] else "failed")
        assert isinstance(test["output"], str) and len(test["output"]) < 10_000
    assert results["tests"][1]["output"].startswith("What happened: Three | times.\n")
    assert "forged" not in str(results["extra_data"]), "it comes back with the next submission"
    assert "limits" in results["output"]


def test_gradescope_says_when_the_grader_failed() -> None:
    broken = report(SAID)
    broken.faults.append(SAID)
    results = json.loads(FORMATS["gradescope"](broken))
    assert "grader itself failed" in results["output"] and "forged" not in results["output"]


# Classroom 50: schemas/result-v1.schema.json of foundation50/classroom50, which admits no other key

RESULT = {
    *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit"),
    *("release", "review", "datetime", "graded_at", "score", "max-score", "tests"),
}


def test_classroom50() -> None:
    result = rendered("classroom50")
    assert {*result} == RESULT and result["schema"] == "classroom50/result/v1"
    assert result["assignment_type"] == "individual" and result["owner"] == "learner"
    assert result["submission"].startswith("submit/")
    assert re.fullmatch(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z", result["datetime"])
    for entry in [result, *result["tests"]]:
        assert type(entry["score"]) is int and type(entry["max-score"]) is int
        assert 0 <= entry["score"] <= entry["max-score"]
    assert (result["score"], result["max-score"]) == (5, 9)
    for test in result["tests"]:
        assert test["test-name"] and type(test["passed"]) is bool


def test_classroom50_has_whole_points_where_a_course_has_halves_and_thirds() -> None:
    result = rendered("classroom50", points=1 / 3)
    assert (result["score"], result["max-score"]) == (3 * 3 + 1, 3 * 3 + 3)
    assert rendered("classroom50", points=2.5)["max-score"] == 2 * 3 + 5 * 3


# JUnit XML: by junitparser, as CI systems read it; see docs/kits.md for the schemas


def test_junit(tmp_path: Path) -> None:
    text = rendered("junit")
    assert "limits" in text
    (tmp_path / "report.xml").write_text(text, encoding="utf-8")
    suites = [*junitparser.JUnitXml.fromfile(str(tmp_path / "report.xml"))]
    assert [suite.name for suite in suites] == ["number0", "number1", "number2"]
    assert [suite.failures for suite in suites] == [3, 0, 3]
    for suite in suites:
        cases = [*suite]
        assert suite.tests == len(cases) and suite.errors == 0
        assert suite.failures == sum(not case.is_passed for case in cases)
        assert all(case.classname == f"bad.{suite.name}" for case in cases)
    (found,) = [*suites[0]][1].result
    assert found.message == "net.double(…)" or found.message.startswith("net.double(")
    assert "::error::forged" in found.text and "##[error]forged" in found.text


def test_junit_says_the_same_again_when_read() -> None:
    said = "a ##[group]\n::error::b <&> \"'"
    texts = [element.text for element in ElementTree.fromstring(rendered("junit", said)).iter()]
    assert any(said in text for text in texts if text)


# Exercism: building/tooling/test-runners/interface.md of exercism/docs, version 2


def test_exercism() -> None:
    results = rendered("exercism")
    assert {*results} == {"version", "status", "message", "tests"}
    assert (results["version"], results["status"], results["message"]) == (2, "fail", None)
    for test in results["tests"]:
        assert {*test} - {"test_code"} == {"name", "status", "message", "output"}
        assert test["status"] in ("pass", "fail", "error") and len(test["output"]) <= 500
        assert (test["message"] is None) == (test["status"] == "pass")
    assert results["tests"][1]["test_code"].startswith("net.double(")


def test_exercism_tells_of_a_file_that_is_no_python() -> None:
    broken = report("no Python", 1)
    unread = Failure("submission", note="no Python", raised=Raised(["SyntaxError"], ""))
    for part in broken.exercises[0].parts:
        part.tests[:] = [reports.TestReport("test_it", "failed", failure=unread)]
    results = json.loads(FORMATS["exercism"](broken))
    assert (results["status"], results["message"]) == ("error", "no Python")


# Markdown


class Tags(HTMLParser):
    """A page's tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(" ".join([tag, *(name for name, _ in attrs)]))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_shows_foreign_text_and_it_does_nothing() -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    page = Tags(reader.render(rendered("markdown")))
    own = {"h2", "h3", "p", "strong", "details", "summary", "pre"}
    own |= {"table", "thead", "tbody", "tr", "th", "th style", "td", "td style"}
    assert {*page.tags} <= own
    assert page.tags.count("details") == 2 and page.tags.count("table") == 1
    assert "<script>1</script>" in page.text and "@someone" in page.text


# GitHub Actions


def unescaped(line: str) -> tuple[dict[str, str], str]:
    """What the runner reads in an error command."""
    command, message = line.removeprefix("::error ").split("::", 1)
    pairs = [pair.split("=", 1) for pair in command.split(",")]
    return {name: unquote(value) for name, value in pairs}, unquote(message)


def test_annotations_name_the_line_and_nothing_forges_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    graded = report("50% : , = ::error::forged\nsecond ##[error]", 40)
    graded.exercises[0].name = "bad/a,b:c::d%"
    graded.exercises[0].path = "exercises/a,b:c::d%\n.py"
    sources = {graded.exercises[0].name: "import x\n\nclass Net:\n    def double(self):\n"}
    lines = [*annotations(graded, sources)]
    assert len(lines) == MAX_ANNOTATIONS
    assert all("\n" not in line and line.startswith("::error file=") for line in lines)
    properties, message = unescaped(lines[0])
    assert properties["file"] == "exercises/a,b:c::d%\\n.py"
    assert (properties["line"], properties["title"]) == ("4", "a,b:c::d%")
    assert "50% : , = ::error::forged" in message


def test_a_summary_is_added_as_far_as_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    long = report("word " * 1000, 600)
    append_summary(long)
    first = file.stat().st_size
    assert MAX_SUMMARY * 0.9 < first <= MAX_SUMMARY
    assert file.read_text(encoding="utf-8").endswith(f"{markdown.LEFT_OUT}\n")
    append_summary(long)
    assert file.stat().st_size == first, "over the limit, GitHub would show nothing"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    append_summary(long)
    assert "cannot be written" in capsys.readouterr().err


WRONG = """\
import numpy as np


def double(x):
    print("::error::forged", "##[error]forged", sep="\\n")
    return 3 * x
"""


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    return small_course({"wrong": WRONG})


def graded(course: SmallCourse, form: str) -> tuple[Run, list[str]]:
    """A grading as in GitHub Actions, and the lines there that can be taken for commands."""
    variables = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(course.folder.parent)}
    variables["GITHUB_STEP_SUMMARY"] = str(course.folder / "summary.md")
    run = course.grade("--format", form, "--jobs", "1", "--all", **variables)
    return run, taken_for_commands(run.stdout + run.stderr)


def test_a_run_on_github_marks_the_line_and_sums_up(course: SmallCourse) -> None:
    run, commands = graded(course, "text")
    assert run.status == 0 and "forged" in run.stdout
    assert [unescaped(line)[0] for line in commands] == [
        {"file": f"{course.folder.name}/exercises/bad/wrong.py", "line": "4", "title": "wrong"}
    ]
    assert "## 0 of 3 points" in (course.folder / "summary.md").read_text(encoding="utf-8")
    run, commands = graded(course, "json")
    assert run.report["score"] == 0 and commands == run.stderr.splitlines()


def test_a_form_whose_surroundings_are_missing_says_so_before_the_work(
    course: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUBMISSION_TAG")
    run = course.grade("--format", "classroom50")
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr.startswith("--format classroom50 ") and "SUBMISSION_TAG" in run.stderr
