"""Each of the common mistakes that the course was planned with is known to the grader."""

import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from grader.contents.course import Course
from grader.contents.mistakes import load_knowledge

EXERCISES = Course.load(ROOT).exercises
KNOWLEDGE = {exercise.name: load_knowledge(exercise) for exercise in EXERCISES}
TABLE = tomllib.loads(Path(__file__).with_name("mistake_table.toml").read_text("utf-8"))


def names(exercise: str) -> set[str]:
    """The mistakes and alternatives of an exercise, as the table writes them."""
    known = KNOWLEDGE[exercise]
    mistakes = {mistake.name for mistake in known.mistakes}
    return mistakes | {f"alternative {alternative.name}" for alternative in known.alternatives}


@pytest.mark.parametrize("entry", TABLE)
def test_an_entry_leads_to_what_is_known(entry: str) -> None:
    exercise, name = TABLE[entry].split(": ", 1)
    if exercise == "not gradable":
        assert name.endswith(".")
    else:
        assert name in names(exercise)


def test_the_table_is_complete() -> None:
    assert len(TABLE) == 219
    assert sum(outcome.startswith("not gradable: ") for outcome in TABLE.values()) <= 8


def test_there_are_many_mistakes() -> None:
    assert sum(len(known.mistakes) for known in KNOWLEDGE.values()) > 250


@pytest.mark.parametrize("exercise", KNOWLEDGE)
def test_an_exercise_has_mistakes_and_hints(exercise: str) -> None:
    assert len(KNOWLEDGE[exercise].mistakes) >= 6
    assert len(KNOWLEDGE[exercise].hints) >= 3
