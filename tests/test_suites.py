"""House rules for suites, and what belongs to every exercise."""

import pytest
from conftest import ROOT

from grader.certify.rules import breaches, suite_breaches
from grader.contents.course import Course, Exercise

COURSE = Course.load(ROOT)
SUITES = sorted((ROOT / "course" / "suites").rglob("*.py"))
each_exercise = pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda e: e.name)


# The course as a whole


def test_every_file_belongs_to_an_exercise() -> None:
    names = {exercise.name for exercise in COURSE.exercises}
    for folder, pattern in (("solutions", "*.py"), ("course/mistakes", "*.toml")):
        found = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob(pattern))
        assert {str(path.with_suffix("")) for path in found} == names
    found = (path.relative_to(ROOT / "course" / "suites") for path in SUITES)
    assert {
        str(path.with_name(path.stem.removeprefix("test_")))
        for path in found
        if path.name.startswith("test_")
    } == names


def test_what_has_a_backward_pass_comes_before_what_needs_it() -> None:
    names = [exercise.name for exercise in COURSE.exercises]
    layers = [name for name in names if name.startswith("backpropagation/")][:4]
    assert {"affine", "relu_layer", "sigmoid_layer", "softmax_with_loss"} == {
        name.split("/")[1] for name in layers
    }
    assert names.index(layers[-1]) < names.index("optimizers/sgd")
    assert names.index(layers[-1]) < names.index("normalization/batch_norm")
    assert names[-1] == "backpropagation/multi_layer_net"


def test_a_chapter_goes_by_its_name_and_by_its_folder() -> None:
    (capstone,) = COURSE.select(["capstone"])
    assert capstone.name == "backpropagation/multi_layer_net"
    assert capstone in COURSE.select(["backpropagation"])
    assert len(COURSE.select(["exercises/backpropagation"])) == 5


def test_names_and_titles_are_unique() -> None:
    for values in (
        [exercise.name for exercise in COURSE.exercises],
        [exercise.stem for exercise in COURSE.exercises],
        [exercise.title for exercise in COURSE.exercises],
        [chapter.name for chapter in COURSE.chapters],
    ):
        assert len(set(values)) == len(values)


@each_exercise
def test_house_rules(exercise: Exercise) -> None:
    assert breaches(COURSE, exercise) == []


def test_house_rules_of_what_suites_share() -> None:
    assert [text for path in SUITES for text in suite_breaches(path, ROOT)] == []
