"""The book's own code here: what docs/book.md says of it, and right answers in three styles."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, all_tests, run_grader

from grader.certify.promises import untrue_examples
from grader.contents.course import Course
from grader.contents.mistakes import load_knowledge

EXERCISES = Course.load(ROOT).exercises
STYLES = ROOT / "tests" / "styles"
PAGE = (ROOT / "docs" / "book.md").read_text("utf-8")
NOT_IN_THE_BOOK = {"optimizers/learning_rate_decay"}

# Beginners import pyplot at the top of every file.
TOP_OF_LOOPS = "import matplotlib.pyplot as plt\n"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the page."""
    table = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", table, re.MULTILINE)
    return [line.split(" | ") for line in lines[1:]]


def write(folder: Path, name: str, source: str) -> None:
    file = folder / f"{name}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, "utf-8")


def graded(folder: Path, names: list[str]) -> dict[str, dict[str, object]]:
    run = run_grader("grade", *names, "--target", folder, "--format", "json", "--jobs", "2")
    return {entry["name"]: entry for entry in run.report["exercises"]}


@pytest.mark.parametrize("style", ["book", "terse", "loops"])
def test_right_answers_in_any_style_win_every_point(style: str, tmp_path: Path) -> None:
    top = TOP_OF_LOOPS if style == "loops" else ""
    for exercise in EXERCISES:
        source = (STYLES / style / f"{exercise.name}.py").read_text("utf-8")
        write(tmp_path, exercise.name, top + source)
    lost = [
        f"{name}: {test['name']}"
        for name, entry in graded(tmp_path, []).items()
        for test in all_tests(entry)
        if test["outcome"] != "passed"
    ]
    assert not lost


def test_examples_of_the_stubs_hold_for_every_right_answer() -> None:
    untrue = [
        f"{style}, {exercise.name}: {found}"
        for style in ("book", "terse", "loops")
        for exercise in EXERCISES
        for found in untrue_examples(
            exercise, (STYLES / style / f"{exercise.name}.py").read_text("utf-8")
        )
    ]
    assert not untrue


def test_the_page_tells_what_the_book_needs_changed() -> None:
    changed = {
        exercise.name
        for exercise in EXERCISES
        if re.search(r"# .*book", (STYLES / "book" / f"{exercise.name}.py").read_text("utf-8"))
    }
    names = {exercise.name for exercise in EXERCISES} - NOT_IN_THE_BOOK
    assert {name for name, _ in rows("With a change")} == changed
    assert {name for (name,) in rows("As it is")} == names - changed


def test_the_page_tells_what_the_books_code_costs(tmp_path: Path) -> None:
    editions: dict[str, list[str]] = {}
    for exercise in EXERCISES:
        for mistake in load_knowledge(exercise).mistakes:
            if mistake.name.startswith("book-"):
                known = editions.setdefault(exercise.name, [])
                known.append(mistake.name)
                write(tmp_path / str(len(known)), exercise.name, mistake.source)
    found = {}
    for number in range(1, max(map(len, editions.values())) + 1):
        names = [name for name, known in editions.items() if len(known) >= number]
        for name, entry in graded(tmp_path / str(number), names).items():
            points = f"{entry['score']:g} of {entry['max_score']:g}"
            found[name, editions[name][number - 1]] = points
    told = rows("What it costs to leave it")
    assert {(name, mistake): points for name, mistake, points in told} == found
