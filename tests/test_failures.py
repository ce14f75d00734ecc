"""What is said of a failed test: enough to compute the value again, and nothing that misleads."""

from typing import Any

import numpy as np
import pytest
from conftest import all_tests, run_grader

from grader.judge.relation import difference
from grader.report.failure import Failure
from grader.report.message import sentences

MOMENTUM = """\
import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def update(self, params, grads):
        for k, g in grads.items():
            self.v[k] = self.momentum * self.v.get(k, 0) - self.lr * g * (1 + 0.01 * len(self.v))
            params[k] += self.v[k]
"""

REMEMBERS_AT_INFERENCE = """\
import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum = gamma, beta, momentum
        self.running_mean, self.running_var = running_mean, running_var

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean, self.running_var = np.zeros(x.shape[1]), np.zeros(x.shape[1])
        mean, var = self.running_mean, self.running_var
        if train_flg:
            mean, var = x.mean(axis=0), x.var(axis=0)
            keep = self.momentum
            self.running_mean = keep * self.running_mean + (1 - keep) * mean
            self.running_var = keep * self.running_var + (1 - keep) * var
        self.std = np.sqrt(var + 1e-6)
        self.xn = (x - mean) / self.std
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        self.dbeta, self.dgamma = dout.sum(axis=0), np.sum(self.xn * dout, axis=0)
        dxn = self.gamma * dout
        return (dxn - dxn.mean(axis=0) - self.xn * np.mean(dxn * self.xn, axis=0)) / self.std
"""

TWICE_AS_WIDE = """\
import numpy as np

from ..losses.cross_entropy_error_batch import cross_entropy_error


class SimpleNet:
    def __init__(self, rng):
        self.W = 20 * rng.standard_normal((2, 3))
"""


@pytest.fixture(scope="module")
def exercises(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    target = tmp_path_factory.mktemp("target")
    for name, source in {
        "optimizers/momentum": MOMENTUM,
        "normalization/batch_norm": REMEMBERS_AT_INFERENCE,
        "networks/simple_net": TWICE_AS_WIDE,
    }.items():
        path = target / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    names = ["momentum", "batch_norm", "simple_net"]
    return run_grader("grade", "--target", target, "--format", "json", *names).exercises


def message(exercise: dict[str, Any], name: str) -> list[str]:
    (text,) = [test["message"] for test in all_tests(exercise) if test["name"] == name]
    return str(text).split("\n")


def test_a_method_shows_how_its_object_was_made_and_what_came_before(
    exercises: dict[str, dict[str, Any]],
) -> None:
    lines = message(exercises["momentum"], "test_worked_example")
    assert lines[:2] == [
        "momentum = Momentum(lr=0.1, momentum=0.5)",
        "momentum.update({'W': [1, 2]}, {'W': [5, -10]})",
    ]
    lines = message(exercises["momentum"], "test_valley")
    assert lines[1] == "… (26 more calls)"
    assert sum(line.startswith("momentum.update(") for line in lines) == 4


def test_the_call_in_between_is_shown(exercises: dict[str, dict[str, Any]]) -> None:
    name = "test_belongs_to_the_last_batch_in_training"
    lines = message(exercises["batch_norm"], name)
    at_inference = "batch_normalization.forward(array of shape (6, 3), train_flg=False)"
    assert lines.index(at_inference) < lines.index("batch_normalization.backward(dout)")


def test_a_deviation_is_not_called_a_mean(exercises: dict[str, dict[str, Any]]) -> None:
    lines = message(exercises["simple_net"], "test_distribution")
    assert any("standard deviation of 180 weights" in line for line in lines)


FOUR = np.array([1.0, 2.0, 4.0, 8.0])
SAID: list[tuple[Any, Any, str]] = [
    (0.5 * FOUR, FOUR, "This is 0.5 times the expected value."),
    (FOUR / 3, FOUR, "The expected value is 3 times this."),
    (0.9 * FOUR, FOUR, "This is 0.9 times the expected value."),
    (0.61803 * FOUR, FOUR, ""),
    (6.0, 2.0, "This is 3 times the expected value."),
    (5.0, 4.0, ""),
    (np.array([5.0, 5.0]), np.array([4.0, 4.0]), "Every element is too large by 1."),
    (FOUR + 1e-8, FOUR, "This is nearly right: the largest difference is 1e-08."),
    (np.array([9.0, 1.0, 2.0, 4.0]), FOUR, ""),
    ([FOUR], [FOUR, FOUR], "This has 1 elements; expected are 2."),
    ((1.0, 2.0), [1.0], "This has 2 elements; expected are 1."),
    ("two", [1.0], "This is a string; expected is a list."),
]


@pytest.mark.parametrize("value, expected, said", SAID)
def test_how_a_value_differs(value: Any, expected: Any, said: str) -> None:
    found = difference(value, expected)
    assert sentences(Failure("mismatch", problems=[found] if found else [])) == [said][: bool(said)]


CALLS_WITHOUT_END = """\
def double(x, f=None):
    while f:
        x += 1
        f(x)
    return 2.0 * x if x.ndim == 1 else None
"""
HANDS_A_FUNCTION = """\
import numpy as np

from grader.expect import assert_close


class TestVector:
    \"\"\"A vector\"\"\"

    points = 1

    def test_vector(self, submission):
        submission.double(np.zeros(4_000), lambda x: 0.0)
"""
LATER_WITH_THE_LINE = """\
import numpy as np

from grader.expect import assert_close


class TestAll:
    \"\"\"All\"\"\"

    points = 1

    def test_scalar(self, submission):
        assert_close(submission.double(1.0), 2.0)

    def test_matrix(self, submission):
        assert_close(submission.double(np.ones((3, 3))), np.full((3, 3), 2.0))
"""


def test_loops_and_lines(small_course: Any) -> None:
    raises = "def double(x):\n    return x if isinstance(x, float) else x[7]\n"
    course = small_course({"endless": CALLS_WITHOUT_END, "line": raises})
    course.write("course/suites/bad/test_endless.py", HANDS_A_FUNCTION)
    course.write("course/suites/bad/test_line.py", LATER_WITH_THE_LINE)
    exercises = course.grade("--format", "json").exercises
    (said,) = [test["message"] for test in all_tests(exercises["endless"])]
    assert "as a loop that never ends or runs too often." in said
    shown = course.grade("line").stdout
    assert "return x if isinstance(x, float) else x[7]" in shown


HANDS_A_DICT = """\
import numpy as np

from grader.expect import assert_close


class TestTables:
    \"\"\"Tables\"\"\"

    points = 1

    def test_parameters(self, submission):
        params = {f"W{n}": np.arange(12.0).reshape(6, 2) / 7 + n for n in range(3)}
        params["b"] = np.array([1.0, 2.0])
        assert_close(submission.double(params), 2.0)
"""


def test_a_dict_of_arrays_has_a_line_for_each(small_course: Any) -> None:
    course = small_course({"tables": "def double(x):\n    return 0.0\n"})
    course.write("course/suites/bad/test_tables.py", HANDS_A_DICT)
    lines = course.grade("tables").stdout.splitlines()
    tables = [line.partition("'")[2] for line in lines if "array of shape (6, 2)" in line]
    assert [line[:2] for line in tables] == ["W0", "W1", "W2"]
    assert any(line.strip() == "'b': [1, 2]}" for line in lines)
