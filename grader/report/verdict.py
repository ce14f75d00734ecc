"""What grading found: the data that every report is made from, and its JSON form."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ..words.show import clean
from .failure import Failure
from .message import message

VERSION = 2  # of the JSON; 2 added each test's failure as data
Outcome = Literal["passed", "failed", "error", "timeout", "crashed"]
Status = Literal["solved", "partial", "failed", "not started", "error"]
Mode = Literal["exercises", "solutions", "submission"]


@dataclass
class TestReport:
    """One test. failure: how it failed, if it did; stdout: what the submission printed."""

    name: str
    outcome: Outcome
    stdout: str = ""
    seconds: float = 0.0
    failure: Failure | None = None

    @property
    def message(self) -> str:
        """What a learner reads about the failure; "" if there is none."""
        return message(self.failure) if self.failure else ""


@dataclass
class PartReport:
    """Tests that win their points together."""

    name: str
    points: float
    score: float = 0.0
    tests: list[TestReport] = field(default_factory=list)


@dataclass
class NamedMistake:
    """A known mistake that explains what failed. section: where the README explains it."""

    name: str
    feedback: str
    section: str = ""


@dataclass
class ExerciseReport:
    """The verdict on one file. sha256: of the bytes that were graded, "" if there is no file."""

    name: str
    title: str
    status: Status
    sha256: str
    tests_expected: int
    path: str
    tests_run: int = 0
    score: float = 0.0
    max_score: float = 0.0
    seconds: float = 0.0
    parts: list[PartReport] = field(default_factory=list)
    mistakes: list[NamedMistake] = field(default_factory=list)

    @property
    def tests(self) -> list[TestReport]:
        return [test for part in self.parts for test in part.tests]


@dataclass
class Report:
    """The verdict on a target. faults: what went wrong in the grader itself."""

    version: int
    target: str
    mode: Mode
    score: float
    max_score: float
    seconds: float
    confinement: str
    seed: int
    python: str
    numpy: str
    exercises: list[ExerciseReport]
    faults: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every graded exercise won all its points."""
        return all(exercise.status == "solved" for exercise in self.exercises)

    def to_json(self) -> str:
        """The report as JSON, its texts without control characters: other tools print them."""
        contents = asdict(self, dict_factory=_cleaned)
        for exercise, shown in zip(self.exercises, contents["exercises"], strict=True):
            for part, shown_part in zip(exercise.parts, shown["parts"], strict=True):
                shown_part["tests"] = [
                    {**dict.fromkeys(("name", "outcome")), **_told(test), **entry}
                    for test, entry in zip(part.tests, shown_part["tests"], strict=True)
                ]
        return json.dumps(contents, indent=1, ensure_ascii=False, allow_nan=False)


def _told(test: TestReport) -> dict[str, str]:
    return dict(_cleaned([("message", test.message)]))


def _cleaned(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {k: clean(v, len(v)) if isinstance(v, str) else v for k, v in pairs}
