"""What a submission does to a suite's constants ends with the test."""

SHARED = """\
import numpy as np

NESTED = {"ranges": {"lr": [0.1, 0.5]}, "pair": (np.array([1.0, 2.0]), [3.0])}


class Settings:
    sizes = [4, 5]
"""

SUITE = '''\
import sys
from types import SimpleNamespace

import numpy as np

from course.suites.shared import NESTED, Settings

START = {"W": np.array([1.0, 2.0]), "b": [0.5]}
NETWORK = SimpleNamespace(params={"W": [1.0]})
SEEN = {1, 2}
GENERATOR = np.random.default_rng(3)


def with_default(values=[1.0]):
    return values


class TestConstants:
    """Constants"""

    points = 1
    shapes = {"W": (2, 3)}

    def check(self, submission):
        everything = [
            START, NETWORK.params, NESTED, Settings.sizes, self.shapes, with_default()
        ]
        found = str([*everything, SEEN, GENERATOR.bit_generator.state["state"]])
        expected = (
            "[{'W': array([1., 2.]), 'b': [0.5]}, {'W': [1.0]}, "
            "{'ranges': {'lr': [0.1, 0.5]}, 'pair': (array([1., 2.]), [3.0])}, [4, 5], "
            "{'W': (2, 3)}, [1.0], {1, 2}, "
        )
        assert found.startswith(expected), found
        state = np.random.default_rng(3).bit_generator.state["state"]
        assert found.endswith(f"{state}]"), found
        for value in everything:
            submission.double(value)
        assert START == {} and Settings.sizes == [] and NESTED == {}, "these are not handed over"
        SEEN.clear()
        GENERATOR.random()

    def test_first(self, submission):
        self.check(submission)

    def test_second(self, submission):
        self.check(submission)
'''

SPOILS = """\
def double(value):
    parts = value.values() if isinstance(value, dict) else value
    for part in list(parts):
        for deep in [part, *part] if isinstance(part, tuple) else [part]:
            if isinstance(deep, (dict, list)):
                double(deep)
            elif hasattr(deep, "shape"):
                deep[...] = 0
    value.clear()
"""


def test_constants_of_any_kind_are_put_back(small_course):
    course = small_course({"double": SPOILS})
    course.write("course/suites/shared.py", SHARED)
    course.write("course/suites/bad/test_double.py", SUITE)
    run = course.grade("--format", "json")
    (part,) = run.exercises["double"]["parts"]
    assert [test["message"] for test in part["tests"]] == ["", ""]
