"""Diagnosis: a mistake is named when the numbers are its own, and nothing is named otherwise."""

import pytest
from conftest import run_grader

LOOP_WITHOUT_HALF = """\
def sum_squares_error(outputs, labels):
    total = 0.0
    for output, label in zip(outputs.ravel(), labels.ravel()):
        total = total + (output - label) * (output - label)
    return total
"""

NO_BATCH_SUM_NOR_HALF = """\
import numpy as np


def sum_squares_error(y, t):
    return np.mean((y - t) ** 2) / 3
"""

TWO_MISTAKES = """\
def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def tangent_line(f, x):
    slope = numerical_diff(f, x)
    return slope, f(x) + slope * x
"""

SIGN_OF_THE_GRADIENT = """\
import numpy as np

from .numerical_gradient import numerical_gradient


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x)
    history = []
    while len(history) < step_num:
        history.append(x)
        x = x + lr * numerical_gradient(f, x)
    return x, np.array(history)
"""

OTHER_WORDS = """\
def one_hot(labels, class_count):
    raise KeyError("something that is on no list")
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    target = tmp_path_factory.mktemp("target")
    for name, source in {
        "losses/sum_squares_error": LOOP_WITHOUT_HALF,
        "losses/one_hot": OTHER_WORDS,
        "gradients/numerical_diff": TWO_MISTAKES,
        "gradients/gradient_descent": SIGN_OF_THE_GRADIENT,
    }.items():
        path = target / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    names = ["sum_squares_error", "one_hot", "numerical_diff", "gradient_descent"]
    return run_grader("grade", "--target", target, "--format", "json", *names).exercises


def mistakes(verdict):
    return [mistake["name"] for mistake in verdict["mistakes"]]


def test_the_same_mistake_in_the_learners_own_words(verdicts):
    assert mistakes(verdicts["sum_squares_error"]) == ["no-half"]


def test_feedback_and_section_come_with_it(verdicts):
    (mistake,) = verdicts["sum_squares_error"]["mistakes"]
    assert "½" in mistake["feedback"]
    assert mistake["section"].startswith("exercises/losses/README.md#")


def test_a_mistake_in_one_of_two_functions(verdicts):
    assert len(mistakes(verdicts["numerical_diff"])) == 1
    assert verdicts["numerical_diff"]["status"] == "partial"


def test_a_mistake_in_a_long_computation(verdicts):
    assert mistakes(verdicts["gradient_descent"]) == ["ascent"]


def test_an_exception_of_another_kind_is_not_named(verdicts):
    assert mistakes(verdicts["one_hot"]) == []


def test_values_of_no_known_mistake_are_not_named(tmp_path):
    (tmp_path / "losses").mkdir()
    (tmp_path / "losses/sum_squares_error.py").write_text(NO_BATCH_SUM_NOR_HALF)
    run = run_grader("grade", "--target", tmp_path, "--format", "json", "sum_squares_error")
    assert run.exercises["sum_squares_error"]["status"] == "failed"
    assert mistakes(run.exercises["sum_squares_error"]) == []


ONE_OF_TWO = """
[[mistake]]
name = "{name}"
replace = "2.0 * x"
with = "2.0 * x if x.ndim == {right} else {factor} * x"
feedback = "Not {factor}."
"""
BOTH = """\
import time


def double(x):
    time.sleep({seconds} if x.ndim == 1 else 0.15 - {seconds})
    return 3.0 * x if x.ndim == 1 else 4.0 * x
"""


def test_mistakes_come_in_the_same_order_however_long_tests_take(small_course):
    course = small_course({"one": BOTH.format(seconds=0), "other": BOTH.format(seconds=0.15)})
    known = [("vector", 2, 3.0), ("matrix", 1, 4.0)]
    for exercise in ("one", "other"):
        entries = [ONE_OF_TWO.format(name=n, right=r, factor=f) for n, r, f in known]
        course.write(f"course/mistakes/bad/{exercise}.toml", "".join(entries))
    exercises = course.grade("--format", "json").exercises
    named = [mistakes(exercises[exercise]) for exercise in ("one", "other")]
    assert named == [["vector", "matrix"]] * 2
