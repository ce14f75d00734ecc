"""The report: JSON as promised to other tools, text that people can read anywhere."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from conftest import ROOT, SOLUTION, Run, SmallCourse, all_tests
from rich.cells import cell_len
from rich.console import Console

from grader.contents.course import Course
from grader.contents.stubs import stub_of
from grader.report.screen import Screen
from grader.report.verdict import ExerciseReport, Report

PRINTING = """\
def double(x):
    print("x is", x, "\\t数\\x1b[31m")
    for i in range(30):
        print("line", i)
    return x
"""

MISTAKES = """\
hints = ["Think.", "Think of sums.", "x + x"]

[[mistake]]
name = "triple"
replace = "2.0 * x"
with = "3.0 * x"
feedback = "That is three times x: add x to itself only once, and no more often than that, please."
section = "doubling"
"""

FILES: dict[str, str | bytes | None] = {
    "solved": SOLUTION,
    "untouched": stub_of(SOLUTION),
    "printing": PRINTING,
    "syntax": "def double(x):\n    return 2.0 * (x\n",
    "deep": "def double(x):\n    return inner(x)\n\n\ndef inner(y):\n    return y[99]\n",
    "odd_line": "def double(x):\n    return x[9]  # \x9b\u202e\x07 \x1b[31mred "
    + "long " * 60
    + "\n",
    "triple": SOLUTION.replace("2.0 * x", "3.0 * x"),
    "partial": SOLUTION.replace("2.0 * x", "2.0 * x if x.ndim == 1 else x"),
    "broken_off": "import os\n\n\ndef double(x):\n"
    "    return [1.0, 1.0] if x.ndim == 1 else os._exit(3)\n",
    "wordy": "def double(x):\n    raise ValueError('" + "a_very_long_word" * 20 + "')\n",
}


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    course = small_course(FILES)
    course.write("course/mistakes/bad/triple.toml", MISTAKES)
    return course


@pytest.fixture(scope="module")
def run(course: SmallCourse) -> Run:
    return course.grade("--format", "json", "--jobs", "2", "--seed", "7")


@pytest.fixture(scope="module")
def text(course: SmallCourse) -> str:
    run = course.grade("--jobs", "2")
    assert (run.status, run.stderr) == (0, "")
    return run.stdout


# JSON

NUMBER = int | float
REPORT = {
    "version": int,
    "target": str,
    "mode": str,
    "score": NUMBER,
    "max_score": NUMBER,
    "seconds": float,
    "confinement": str,
    "seed": int,
    "python": str,
    "numpy": str,
    "exercises": list,
    "faults": list,
    "graded_by": str,
}
EXERCISE = {
    "name": str,
    "title": str,
    "status": str,
    "sha256": str,
    "tests_expected": int,
    "path": str,
    "tests_run": int,
    "score": NUMBER,
    "max_score": NUMBER,
    "seconds": float,
    "parts": list,
    "mistakes": list,
    "unexplained": list,
    "imports": list,
    "helpers": list,
    "section": str,
    "why": str,
}
PART = {"name": str, "points": NUMBER, "score": NUMBER, "tests": list}
TEST = {
    "name": str,
    "outcome": str,
    "message": str,
    "stdout": str,
    "seconds": float,
    "failure": dict | None,
}
FAILURE = {
    "kind": str,
    "call": dict | None,
    "history": dict | None,
    "what": str,
    "returned": dict | None,
    "expected": dict | None,
    "differing": list,
    "problems": list,
    "note": str,
    "raised": dict | None,
    "places": list,
}
MISTAKE = {"name": str, "feedback": str, "section": str}


def assert_form(entry: dict[str, Any], form: dict[str, Any]) -> None:
    """An entry has these keys, in this order, with values of these types."""
    assert list(entry) == list(form)
    for key, kind in form.items():
        assert isinstance(entry[key], kind) and not isinstance(entry[key], bool), key


def test_the_json_report_has_the_promised_form(run: Run) -> None:
    assert_form(run.report, REPORT)
    for exercise in run.report["exercises"]:
        assert_form(exercise, EXERCISE)
        for part in exercise["parts"]:
            assert_form(part, PART)
            for test in part["tests"]:
                assert_form(test, TEST)
                assert (test["outcome"] == "passed") == (test["failure"] is None)
                if test["failure"]:
                    assert_form(test["failure"], FAILURE)
        for mistake in exercise["mistakes"]:
            assert_form(mistake, MISTAKE)


def test_the_json_report_speaks_in_known_words(run: Run) -> None:
    report = run.report
    assert (report["version"], report["target"], report["mode"]) == (5, "exercises", "exercises")
    assert report["confinement"] in ("landlock", "limits", "none")
    assert (report["seed"], report["faults"]) == (7, [])
    assert report["python"] == ".".join(map(str, sys.version_info[:3]))
    outcomes = {"passed", "failed", "error", "timeout", "crashed"}
    assert {test["outcome"] for e in report["exercises"] for test in all_tests(e)} <= outcomes
    statuses = {name: exercise["status"] for name, exercise in run.exercises.items()}
    assert statuses == {
        **dict.fromkeys(FILES, "failed"),
        "solved": "solved",
        "untouched": "not started",
        "syntax": "error",
        "partial": "partial",
    }


def test_scores_add_up(run: Run) -> None:
    exercises = run.report["exercises"]
    for key in ("score", "max_score"):
        assert run.report[key] == sum(exercise[key] for exercise in exercises)
    for exercise in exercises:
        assert exercise["score"] == sum(part["score"] for part in exercise["parts"])
        assert exercise["max_score"] == sum(part["points"] for part in exercise["parts"]) == 3
        for part in exercise["parts"]:
            passed = all(test["outcome"] == "passed" for test in part["tests"])
            assert part["score"] == (part["points"] if passed else 0)
    assert [part["score"] for part in run.exercises["partial"]["parts"]] == [2, 0]


def test_the_json_report_names_the_bytes_that_were_graded(run: Run, course: SmallCourse) -> None:
    for name, exercise in run.exercises.items():
        file = course.folder / exercise["path"]
        assert file.stem == name
        assert exercise["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert exercise["tests_expected"] == exercise["tests_run"] == len(all_tests(exercise)) == 2


def test_a_known_mistake_is_named(run: Run) -> None:
    assert run.exercises["triple"]["mistakes"] == [
        {
            "name": "triple",
            "feedback": MISTAKES.split('feedback = "')[1].split('"')[0],
            "section": "exercises/bad/README.md#doubling",
        }
    ]
    assert not any(e["mistakes"] for name, e in run.exercises.items() if name != "triple")


def test_the_same_seed_gives_the_same_report(run: Run, course: SmallCourse) -> None:
    again = course.grade("--format", "json", "--jobs", "1", "--seed", "7", "triple", "deep")
    for name in ("triple", "deep"):
        messages = [[t["message"] for t in all_tests(r.exercises[name])] for r in (run, again)]
        assert messages[0] == messages[1]


# Text


def longest(text: str) -> int:
    """The columns of the longest line that is not a command to be pasted."""
    return max(cell_len(line) for line in text.splitlines() if " -m grader " not in line)


def test_text_fits_eighty_columns_without_codes(text: str) -> None:
    assert longest(text) <= 80
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize("columns", [60, 200])
def test_text_fits_other_widths(course: SmallCourse, columns: int) -> None:
    run = course.grade("--jobs", "2", COLUMNS=str(columns))
    assert longest(run.stdout) <= min(columns, 100)
    assert "exercises/bad/deep.py:6" in run.stdout


def test_the_whole_course_fits_eighty_columns() -> None:
    course = Course.load(ROOT)
    report = Report(1, "exercises", "exercises", 0, 300, 0.0, "landlock", 0, "3.11", "2", [])
    for each in course.exercises:
        entry = ExerciseReport(each.name, each.title, "not started", "", 1, each.stem, max_score=10)
        report.exercises.append(entry)
    shown = Screen(console=Console(width=80)).render(report)
    assert longest(shown) <= 80
    for each in course.exercises:
        assert re.search(rf"{each.stem} .* 0/10 +not started$", shown, re.MULTILINE)


def test_text_shows_what_a_learner_needs(text: str) -> None:
    lines = [line.strip() for line in text.splitlines()]
    assert "exercises/bad/deep.py:2  return inner(x)" in lines
    assert "exercises/bad/deep.py:6  return y[99]" in lines
    number = next(n for n, line in enumerate(lines) if line.startswith("exercises/bad/syntax.py:2"))
    code, caret = text.splitlines()[number : number + 2]
    assert caret.strip() == "^" and code[len(caret) - 1] == "("
    assert "double([1, 2])" in lines
    assert "returned  [3, 6]" in lines and "expected  [2, 4]" in lines
    assert any(line.startswith("What happened: That is three times x") for line in lines)
    assert "More about it: exercises/bad/README.md#doubling" in lines
    assert any(line.split()[:2] == ["Total", "5/30"] for line in lines)
    assert any(line.split()[-2:] == ["0/3", "started"] or "not started" in line for line in lines)
    assert lines[-2].startswith("Start with exercises/bad/untouched.py")


def test_text_shows_the_beginning_of_what_was_printed(text: str) -> None:
    after = text[text.index("Your code printed:") :].splitlines()
    assert after[1].split() == ["x", "is", "[1.", "2.]", "数\\x1b[31m"]
    assert after[2].strip() == "line 0"
    assert "…" in [line.strip() for line in after[:16]]
    assert "line 20" not in text


def test_one_example_is_shown_whole_and_all_on_demand(course: SmallCourse) -> None:
    text = course.grade("triple").stdout
    assert text.count("returned") == 1
    assert "double([1, 2])" in text
    assert "✗ A vector  0/2" in text and "✗ A matrix  0/1" in text
    assert course.grade("triple", "--all").stdout.count("returned") == 2


def test_values_tell_more_than_that_the_process_broke_off(course: SmallCourse) -> None:
    text = course.grade("broken_off").stdout
    assert "returned  [1, 1]" in text and "broke off" not in text
    assert "broke off in double: it ended" in course.grade("broken_off", "--all").stdout


def test_every_failed_verdict_ends_with_where_to_read_and_how_to_get_a_hint(
    course: SmallCourse,
) -> None:
    for name in ("triple", "deep", "syntax", "wordy", "partial"):
        lines = [line.strip() for line in course.grade(name, COLUMNS="40").stdout.splitlines()]
        section = "exercises/bad/README.md" + "#doubling" * (name == "triple")
        assert section in "".join(lines)
        assert f"{sys.executable} -m grader hint {name}" in lines
        assert f"{sys.executable} -m grader grade {name}" in lines
    text = course.grade("solved").stdout
    assert "hint" not in text and "confinement" not in text
    assert text.splitlines()[-1].endswith("grade untouched")
    assert "confinement: " in course.grade("solved", "--target", "solutions").stdout


def test_text_of_one_exercise_names_all_its_parts(course: SmallCourse) -> None:
    partial = course.grade("partial").stdout
    assert "✓ A vector  2/2" in partial and "✗ A matrix  0/1" in partial
    assert partial.splitlines()[-2].startswith("Go on with exercises/bad/partial.py")


def test_text_says_when_one_is_solved(course: SmallCourse) -> None:
    assert "solved is solved. Congratulations!" in course.grade("solved").stdout


def test_text_goes_to_a_file_as_to_a_pipe(course: SmallCourse) -> None:
    file = course.folder / "report.txt"
    course.grade("triple", "--output", str(file), COLUMNS="50")
    written = file.read_text("utf-8")
    assert longest(written) <= 80 and "\x1b" not in written
    assert "returned  [3, 6]" in written


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("no_color", [False, True])
def test_colours_are_for_terminals_that_want_them(course: SmallCourse, no_color: bool) -> None:
    import pty

    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    if no_color:
        environment["NO_COLOR"] = "1"
    with subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", "solved", "triple"],
        cwd=course.folder,
        stdin=subprocess.DEVNULL,
        stdout=child,
        stderr=child,
        env=environment,
    ) as process:
        os.close(child)
        output = b""
        while True:
            try:
                piece = os.read(parent, 1 << 16)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            output += piece
    os.close(parent)
    assert process.returncode == 0
    coloured = re.search(rb"\x1b\[[0-9;]*3[0-9]", output)
    assert bool(coloured) is not no_color
    assert b"triple" in output
