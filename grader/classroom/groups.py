"""Hand-ins that are wrong in the same way: what was recorded of their failures is the same."""

import hashlib
import json
from dataclasses import dataclass, field

from ..report.compare import Room
from ..report.failure import Failure
from ..report.message import call_lines
from ..report.verdict import ExerciseReport
from ..words.text import clean
from .grading import ClassReport, Graded

NAMED = "Known mistake: {names}."
FIRST = "First wrong: {call}"
OF_NO_USE = "The file could not be used: {message}"
NO_NAME = "Fails {test}."

LINE = Room(width=120, lines=1)  # for a call
MAX_LINES = 200  # of the code that is shown


@dataclass(frozen=True)
class CodeLine:
    """A line of one member's code. differs: whether some other member does not have it."""

    text: str
    differs: bool


@dataclass
class Group:
    """Students whose answers agree. signature: a hash of these answers; said: what is wrong."""

    exercise: str
    signature: str
    said: str
    named: bool
    students: list[str] = field(default_factory=list)
    code: list[CodeLine] = field(default_factory=list)


def groups(report: ClassReport) -> list[Group]:
    """All groups, by exercise and the largest first; who solved it or did not begin is in none."""
    found: list[Group] = []
    for name in report.points:
        members: dict[str, list[Graded]] = {}
        for student in report.students:
            graded = student.reports.get(name)
            if graded and graded.status not in ("solved", "not started"):
                members.setdefault(signature(graded), []).append(student)
        for mark, students in sorted(members.items(), key=lambda each: -len(each[1])):
            first = students[0].reports[name]
            group = Group(name, mark, _said(first), bool(first.mistakes))
            group.students = [each.handin.name or each.handin.student for each in students]
            group.code = _code([each.sources.get(name, b"") for each in students])
            found.append(group)
    return found


def signature(graded: ExerciseReport) -> str:
    """What the tests saw of a hand-in, as a hash; no name, line or wording of its own is in it."""
    seen = [[test.name, test.outcome, _answer(test.failure)] for test in graded.tests]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _answer(failure: Failure | None) -> object:
    """The answer that failed: its value as it is shown, or the class of the exception."""
    if failure is None:
        return None
    value, raised = failure.returned, failure.raised
    returned = [value.kind, value.shape, value.dtype, value.text] if value else None
    return [failure.kind, failure.what, returned, raised.kinds[:1] if raised else None]


def _said(graded: ExerciseReport) -> str:
    """A group's name: its mistake, else what was wrong first."""
    if graded.mistakes:
        return NAMED.format(names=", ".join(mistake.name for mistake in graded.mistakes))
    test = next(test for test in graded.tests if test.outcome != "passed")
    if graded.status == "error":
        return OF_NO_USE.format(message=clean(test.message.split("\n")[0], 200))
    call = test.failure and test.failure.call
    if call:
        return FIRST.format(call=clean(call_lines(call, LINE)[0], 200))
    return NO_NAME.format(test=clean(test.name, 200))


def _code(sources: list[bytes]) -> list[CodeLine]:
    """The first member's code, and which of its lines are not in everybody's."""
    texts = [source.decode("utf-8", "replace").splitlines() for source in sources]
    others = [{line.strip() for line in text} for text in texts[1:]]
    return [
        CodeLine(clean(line, 300, lines=True), any(line.strip() not in each for each in others))
        for line in texts[0][:MAX_LINES]
    ]
