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

NOTHING_KNOWN = """\
import numpy as np


def cross_entropy_error(y, t):
    return np.mean((y - t) ** 2) / 3
"""

A_FLOAT_OF_PYTHONS = """\
import numpy as np


def cross_entropy_error(y, t):
    if y.ndim == 1:
        y, t = y.reshape(1, -1), t.reshape(1, -1)
    return float(-np.mean(t * np.log(y + 1e-7)))
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

TWO_AT_ONCE = """\
import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr, self.h = lr, {}

    def update(self, params, grads):
        for k, g in grads.items():
            self.h[k] = self.h.get(k, 0) + g * g
            params[k] += self.lr * g / (self.h[k] + 1e-7)
"""

ANOTHER_FORM_OF_AN_ALTERNATIVE = """\
import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.b1, self.b2 = lr, beta1, beta2
        self.step, self.m, self.v = 0, {}, {}

    def update(self, params, grads):
        self.step += 1
        for k, g in grads.items():
            self.m[k] = self.b1 * self.m.get(k, 0) + (1 - self.b1) * g
            self.v[k] = self.b2 * self.v.get(k, 0) + (1 - self.b2) * g * g
            m, v = self.m[k] / (1 - self.b1), self.v[k] / (1 - self.b2**self.step)
            params[k] -= self.lr * m / (np.sqrt(v) + 1e-8)
"""

ANOTHER_NUMBER = """\
class SGD:
    def __init__(self, lr=0.07):
        self.lr = lr

    def update(self, params, grads):
        for k in params:
            params[k] -= self.lr * grads[k]
"""

IN_NUMPYS_OTHER_WORDS = """\
import numpy as np

from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_batch import cross_entropy_error


class SimpleNet:
    def __init__(self, rng):
        self.W = rng.standard_normal((2, 3))

    def predict(self, x):
        return np.dot(self.W, x)

    def loss(self, x, t):
        return cross_entropy_error(softmax(self.predict(x)), t)

    def gradient(self, x, t):
        return numerical_gradient(lambda _: self.loss(x, t), self.W)
"""

OTHER_WORDS = """\
def one_hot(labels, class_count):
    raise KeyError("something that is on no list")
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    target = tmp_path_factory.mktemp("target")
    names = []
    for name, source in {
        "losses/sum_squares_error": LOOP_WITHOUT_HALF,
        "losses/one_hot": OTHER_WORDS,
        "losses/cross_entropy_error": NOTHING_KNOWN,
        "losses/cross_entropy_error_batch": A_FLOAT_OF_PYTHONS,
        "gradients/numerical_diff": TWO_MISTAKES,
        "gradients/gradient_descent": SIGN_OF_THE_GRADIENT,
        "networks/simple_net": IN_NUMPYS_OTHER_WORDS,
        "optimizers/sgd": ANOTHER_NUMBER,
        "optimizers/adagrad": TWO_AT_ONCE,
        "optimizers/adam": ANOTHER_FORM_OF_AN_ALTERNATIVE,
    }.items():
        path = target / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        names.append(path.stem)
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


@pytest.mark.parametrize(
    "exercise, names",
    {
        "sgd": ["other-default"],
        "adam": ["one-power-missing"],
        "adagrad": ["no-root", "ascent"],
        "simple_net": ["factors-swapped"],
        "cross_entropy_error_batch": ["divided-by-all-elements"],
    }.items(),
)
def test_variants_of_known_mistakes(verdicts, exercise, names):
    assert mistakes(verdicts[exercise]) == names
    assert not verdicts[exercise]["unexplained"]


def test_values_of_no_known_mistake_are_not_named(verdicts):
    assert verdicts["cross_entropy_error"]["status"] == "failed"
    assert mistakes(verdicts["cross_entropy_error"]) == []


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


THREE_PARTS = """\
import numpy as np

from grader.expect import assert_close


class TestVector:
    \"\"\"A vector\"\"\"

    points = 1

    def test_vector(self, submission):
        assert_close(submission.double(np.array([1.0, 2.0])), np.array([2.0, 4.0]))


class TestMatrix:
    \"\"\"A matrix\"\"\"

    points = 1

    def test_matrix(self, submission):
        assert_close(submission.double(np.array([[3.0]])), np.array([[6.0]]))


class TestZero:
    \"\"\"Zero\"\"\"

    points = 1

    def test_zero(self, submission):
        assert_close(submission.double(np.array([0.0])), np.array([0.0]))
"""
THRICE = """
[[mistake]]
name = "thrice"
replace = "2.0 * x"
with = "3.0 * x"
feedback = "Not 3."
"""


def test_one_failure_more_does_not_hide_a_mistake(small_course):
    fails_at_zero = "def double(x):\n    return 3.0 * x + (x == 0)\n"
    other_at_zero = "def double(x):\n    return 3.0 * x + (x == 0) + (x == 3.0)\n"
    course = small_course({"one": fails_at_zero, "other": other_at_zero})
    for exercise in ("one", "other"):
        course.write(f"course/suites/bad/test_{exercise}.py", THREE_PARTS)
        course.write(f"course/mistakes/bad/{exercise}.toml", THRICE)
    exercises = course.grade("--format", "json").exercises
    assert mistakes(exercises["one"]) == ["thrice"]
    assert exercises["one"]["unexplained"] == ["Zero"]
    assert mistakes(exercises["other"]) == []
    assert "Something else is wrong as well: see “Zero”." in course.grade("one").stdout
