"""What grading found: the data that every report is made from, and its JSON form."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ..words.show import clean

VERSION = 1
Outcome = Literal["passed", "failed", "error", "timeout", "crashed"]
Status = Literal["solved", "partial", "failed", "not started", "error"]
Mode = Literal["exercises", "solutions", "submission"]


@dataclass
class TestReport:
    """One test. message: what a learner reads; stdout: what the submission printed."""

    name: str
    outcome: Outcome
    message: str = ""
    stdout: str = ""
    seconds: float = 0.0


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
        return json.dumps(contents, indent=1, ensure_ascii=False, allow_nan=False)


def _cleaned(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {k: clean(v, len(v)) if isinstance(v, str) else v for k, v in pairs}
