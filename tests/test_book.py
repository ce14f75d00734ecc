"""The book's own code here: what docs/book.md says of it, and right answers in three styles."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, run_grader
from points import points_won

from grader.certify.promises import untrue_examples
from grader.contents.course import Course, Exercise
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


def in_style(style: str, exercise: Exercise) -> str:
    return (STYLES / style / f"{exercise.name}.py").read_text("utf-8")


@pytest.mark.parametrize("style", ["book", "terse", "loops"])
def test_right_answers_in_any_style_win_every_point(style: str) -> None:
    won = {each.name: points_won(each, in_style(style, each)) for each in EXERCISES}
    assert {name: points for name, points in won.items() if points[0] < points[1]} == {}


def test_a_beginners_files_win_every_point_in_workers(tmp_path: Path) -> None:
    chapter = EXERCISES[0].chapter
    for exercise in EXERCISES:
        if exercise.chapter == chapter:
            file = tmp_path / f"{exercise.name}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(TOP_OF_LOOPS + in_style("loops", exercise), "utf-8")
    run = run_grader("grade", chapter, "--target", tmp_path, "--strict", "--jobs", "2")
    assert run.status == 0, run.stdout


def test_examples_of_the_stubs_hold_for_every_right_answer() -> None:
    untrue = [
        f"{style}, {exercise.name}: {found}"
        for style in ("book", "terse", "loops")
        for exercise in EXERCISES
        for found in untrue_examples(exercise, in_style(style, exercise))
    ]
    assert not untrue


def test_the_page_tells_what_the_book_needs_changed() -> None:
    changed = {
        exercise.name
        for exercise in EXERCISES
        if re.search(r"# .*book", in_style("book", exercise))
    }
    names = {exercise.name for exercise in EXERCISES} - NOT_IN_THE_BOOK
    assert {name for name, _ in rows("With a change")} == changed
    assert {name for (name,) in rows("As it is")} == names - changed


def test_the_page_tells_what_the_books_code_costs() -> None:
    found = {}
    for exercise in EXERCISES:
        for mistake in load_knowledge(exercise).mistakes:
            if mistake.name.startswith("book-"):
                points = "{:g} of {:g}".format(*points_won(exercise, mistake.source))
                found[exercise.name, mistake.name] = points
    told = rows("What it costs to leave it")
    assert {(name, mistake): points for name, mistake, points in told} == found
