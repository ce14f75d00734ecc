"""What grading found: the data that every report is made from, and its JSON form."""

import json
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from ..contents.handin import Mode
from ..words.text import clean
from .failure import LINES, Failure
from .message import message

# Of the JSON. 2 added failures as data, 3 what was imported, 4 graded_by, 5 the history of an
# object and what the named mistakes leave unexplained.
VERSION = 5
MAX_TEXT = 40_000  # characters of any text in a report
Outcome = Literal["passed", "failed", "error", "timeout", "crashed"]
Status = Literal["solved", "partial", "failed", "not started", "error"]

_Part = TypeVar("_Part")


@dataclass
class TestReport:
    """One test. failure: how it failed, if it did; stdout: what the submission printed."""

    name: str
    outcome: Outcome
    stdout: str = field(default="", metadata=LINES)
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
class ImportReport:
    """Another exercise that was imported, and whose file it was; sha256: of its bytes.

    chosen: because the learner's own is solved ("solved") or not ("not solved"), because with such
    files the exercise takes too long ("too slow"), or because it was said whose it is ("said").
    """

    name: str
    sha256: str
    origin: Literal["own", "reference"] = "reference"
    chosen: Literal["solved", "not solved", "too slow", "said"] = "said"


@dataclass
class HelperReport:
    """A file of the learner's own that is no exercise and was imported; sha256: of its bytes."""

    path: str
    sha256: str


@dataclass
class ExerciseReport:
    """The verdict on one file.

    sha256: of the bytes that were graded, "" if there is no file; section: of the README, for
    whoever is stuck; why: what it is good for, for whoever has solved it; imports, helpers: the
    other files that it was graded together with; unexplained: parts that fail for other reasons
    than the mistakes that are named.
    """

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
    unexplained: list[str] = field(default_factory=list)
    imports: list[ImportReport] = field(default_factory=list)
    helpers: list[HelperReport] = field(default_factory=list)
    section: str = ""
    why: str = ""

    @property
    def stem(self) -> str:
        """The name less its folder, which is what a learner types."""
        return self.name.rpartition("/")[2]

    @property
    def tests(self) -> list[TestReport]:
        return [test for part in self.parts for test in part.tests]


@dataclass
class Report:
    """The verdict on a target. faults: what went wrong in the grader itself.

    graded_by: "examples", those of the docstrings, in a learner's kit.
    """

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
    faults: list[str] = field(default_factory=list, metadata=LINES)
    graded_by: Literal["suites", "examples"] = "suites"

    @property
    def examples_only(self) -> bool:
        return self.graded_by == "examples"

    @property
    def complete(self) -> bool:
        """Whether every graded exercise won all its points."""
        return all(exercise.status == "solved" for exercise in self.exercises)

    def to_json(self) -> str:
        """The report as JSON, safe to print as it is."""
        report = cleaned(self)
        contents = asdict(report)
        for exercise, shown in zip(report.exercises, contents["exercises"], strict=True):
            for part, shown_part in zip(exercise.parts, shown["parts"], strict=True):
                shown_part["tests"] = [
                    {**dict.fromkeys(("name", "outcome")), "message": test.message, **entry}
                    for test, entry in zip(part.tests, shown_part["tests"], strict=True)
                ]
        return as_json(contents)


def as_json(contents: object) -> str:
    """Contents as JSON in which GitHub Actions finds no command: a `##[` is written otherwise."""
    text = json.dumps(contents, indent=1, ensure_ascii=False, allow_nan=False)
    return text.replace("##[", "#\\u0023[") + "\n"


def cleaned(part: _Part, lines: bool = False) -> _Part:
    """A report, or part of one, with every text in it made safe to show.

    lines: whether the text in it may have several lines; a field's own metadata say it.
    """
    whole: Any = part
    if isinstance(part, str):
        whole = clean(part, MAX_TEXT, lines)
    elif isinstance(part, list):
        whole = [cleaned(each, lines) for each in part]
    elif isinstance(part, dict):
        whole = {cleaned(key): cleaned(each, lines) for key, each in part.items()}
    elif is_dataclass(part) and not isinstance(part, type):
        values = {f.name: cleaned(getattr(part, f.name), **f.metadata) for f in fields(part)}
        whole = replace(part, **values)
    result: _Part = whole
    return result
