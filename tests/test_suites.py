"""House rules for suites, and what belongs to every exercise."""

import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from grader.contents.course import Course, Exercise
from grader.contents.mistakes import load_knowledge

COURSE = Course.load(ROOT)
SUITES = sorted((ROOT / "course" / "suites").rglob("*.py"))
each_exercise = pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda e: e.name)
each_file = pytest.mark.parametrize(
    "suite", SUITES, ids=lambda path: str(path.relative_to(ROOT / "course" / "suites"))
)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def parts(suite: Path) -> Iterator[ast.ClassDef]:
    """The test classes of a suite."""
    for node in tree(suite).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield node


def methods(part: ast.ClassDef) -> list[ast.FunctionDef]:
    return [n for n in part.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


def constants(part: ast.ClassDef) -> dict[str, object]:
    """The class attributes that are plain values."""
    return {
        node.targets[0].id: node.value.value
        for node in part.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


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
def test_an_exercise_has_all_its_files(exercise: Exercise) -> None:
    for path in (exercise.file, exercise.solution, exercise.suite, exercise.mistakes):
        assert path.is_file(), f"{path.relative_to(ROOT)} is missing"


@each_exercise
def test_an_exercise_imports_earlier_ones_only(exercise: Exercise) -> None:
    earlier = {e.module for e in COURSE.exercises[: COURSE.exercises.index(exercise)]}
    assert exercise.imports <= earlier


def headings(chapter: str) -> list[str]:
    readme = ROOT / "exercises" / chapter / "README.md"
    return re.findall(r"^##+ (.+)$", readme.read_text("utf-8"), re.MULTILINE)


def anchor(heading: str) -> str:
    """What GitHub makes of a heading in a link."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


@each_exercise
def test_an_exercise_has_a_section_in_its_chapters_readme(exercise: Exercise) -> None:
    readme = exercise.file.with_name("README.md").read_text("utf-8")
    assert readme.startswith("# ")
    assert f"from exercises.{exercise.module} import" in readme
    assert len(headings(exercise.chapter)) >= 1


@each_exercise
def test_every_mistake_points_to_a_section_that_exists(exercise: Exercise) -> None:
    known = load_knowledge(exercise)
    sections = {mistake.section for mistake in known.mistakes}
    assert sections <= set(map(anchor, headings(exercise.chapter)))
    assert len(known.hints) >= 3


# Each suite


@each_exercise
def test_every_part_has_points_a_name_and_tests(exercise: Exercise) -> None:
    found = list(parts(exercise.suite))
    assert found
    for part in found:
        points = constants(part).get("points")
        assert type(points) is int and points > 0, part.name
        name = (ast.get_docstring(part) or "").split("\n")[0]
        assert 0 < len(name) <= 60 and not name.endswith("."), part.name
        names = [test.name for test in methods(part)]
        assert names, part.name
        assert len(set(names)) == len(names), part.name
    titles = [(ast.get_docstring(part) or "").split("\n")[0] for part in found]
    assert len(set(titles)) == len(titles)


@each_exercise
def test_every_part_depends_on_the_seed(exercise: Exercise) -> None:
    for part in parts(exercise.suite):
        asked = {argument.arg for test in methods(part) for argument in test.args.args}
        assert "rng" in asked, f"{part.name} would be won by a table of recorded answers"


@each_file
def test_tests_stand_in_parts(suite: Path) -> None:
    for node in tree(suite).body:
        assert not (isinstance(node, ast.FunctionDef) and node.name.startswith("test")), node.name
        if isinstance(node, ast.ClassDef) and not node.name.startswith("Test"):
            assert not methods(node), node.name


@each_file
def test_every_assertion_tells_the_learner_something(suite: Path) -> None:
    for node in ast.walk(tree(suite)):
        if isinstance(node, ast.Assert):
            assert node.msg is not None, f"{suite.name}:{node.lineno}"


RANDOM_WITH_SEED = {"default_rng", "Generator", "PCG64", "SeedSequence"}


@each_file
def test_randomness_has_a_seed(suite: Path) -> None:
    for node in ast.walk(tree(suite)):
        where = f"{suite.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("np.random"):
            assert node.attr in RANDOM_WITH_SEED, where
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
            assert node.args, where
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & {"random", "time", "secrets"}, where


@each_file
def test_no_test_is_skipped(suite: Path) -> None:
    source = suite.read_text("utf-8")
    assert not re.search(r"\b(skip|skipif|xfail|importorskip)\b", source)


# Solutions


@each_exercise
def test_docstring_examples(exercise: Exercise) -> None:
    module = importlib.import_module(f"solutions.{exercise.module}")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0


@each_exercise
def test_public_names_have_docstrings(exercise: Exercise) -> None:
    module = tree(exercise.solution)
    assert ast.get_docstring(module)
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
