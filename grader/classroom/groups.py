"""Hand-ins that are wrong in the same way, by what diagnosis compares: their recorded answers.

And files that are the same text once the stub's own lines are left out; no more is said of them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..contents.course import Exercise
from ..contents.stubs import stub_of
from ..report.compare import Room
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
    """A line of one member's code. differs: whether most other members do not have it."""

    text: str
    differs: bool


@dataclass
class Group:
    """Hand-ins that agree. said: what is wrong with them; mistakes: their names, if known.

    error: the exception on which a file of theirs cannot be imported; comments: what the instructor
    says to all of them.
    """

    exercise: str
    said: str
    mistakes: tuple[str, ...]
    error: str = ""
    members: list[Graded] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def code(self) -> list[CodeLine]:
        """The code of the member who has most in common with the others."""
        return _code([each.sources.get(self.exercise, b"") for each in self.members])

    @property
    def students(self) -> list[str]:
        return [each.handin.name or each.handin.student for each in self.members]


def groups(report: ClassReport, others: Iterable[Graded] = ()) -> list[Group]:
    """All groups, by exercise and the largest first; who solved it or did not begin is in none.

    others: hand-ins that are put into groups as well, and come last in each.
    """
    found: list[Group] = []
    everyone = [*report.students, *others]
    places = {id(each): place for place, each in enumerate(everyone)}
    for name in report.points:
        wrong = [
            each
            for each in everyone
            if name in each.reports and each.reports[name].status not in ("solved", "not started")
        ]
        # A mistake's name tells more than any answers: its group is there before the nameless come.
        sorted_in = _Sorter(name)
        for student in sorted(wrong, key=lambda each: not each.reports[name].mistakes):
            sorted_in.put(student)
        for group in sorted_in.groups:
            group.members.sort(key=lambda each: places[id(each)])
        found += sorted(sorted_in.groups, key=lambda group: -len(group.members))
    return found


class _Sorter:
    """Puts the hand-ins for one exercise into groups."""

    def __init__(self, exercise: str) -> None:
        self.groups: list[Group] = []
        self._exercise = exercise
        self._named: dict[tuple[str, ...], Group] = {}
        self._alike: dict[str, list[tuple[Graded, Group]]] = {}  # one member of each group

    def put(self, student: Graded) -> None:
        report = student.reports[self._exercise]
        names = tuple(mistake.name for mistake in report.mistakes)
        alike = self._alike.setdefault(_outline(student, self._exercise), [])
        group = self._named.get(names) if names else None
        group = group or next((each for one, each in alike if self._agree(one, student)), None)
        if group is None:
            group = Group(self._exercise, _said(report), names, _error(report))
            self.groups.append(group)
            alike.append((student, group))
        if names:
            self._named.setdefault(names, group)
        group.members.append(student)

    def _agree(self, one: Graded, other: Graded) -> bool:
        """Whether two with the same outline had the same answers."""
        if one.reports[self._exercise].status == "error":  # there was nothing that could answer
            return True
        first, second = one.answers.get(self._exercise), other.answers.get(self._exercise)
        return bool(first and second and first.agrees(second))


def _outline(student: Graded, exercise: str) -> str:
    """What hand-ins need to have in common before it is worth comparing their answers."""
    report, answers = student.reports[exercise], student.answers.get(exercise)
    seen = []
    for test in report.tests:
        raised = test.failure.raised if test.failure else None
        what = raised.kinds[:1] if raised else []
        if report.status == "error" and not raised:
            what = [test.message]  # why a file was not read
        seen.append((test.name, test.outcome, what))
    return repr((answers.edition if answers else "", report.status, seen))


def _error(graded: ExerciseReport) -> str:
    """The exception on which a file could not be imported, if that is what happened."""
    raised = [test.failure.raised for test in graded.tests if test.failure and test.failure.raised]
    return raised[0].kinds[0] if graded.status == "error" and raised else ""


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


def _code(sources: Sequence[bytes]) -> list[CodeLine]:
    """One file's code, and which of its lines most of the others do not have."""
    texts = [source.decode("utf-8", "replace").splitlines() for source in sources]
    having = Counter(line for text in texts for line in {each.strip() for each in text})
    shown = max(texts, key=lambda text: _shared(text, having), default=[])
    others = len(texts) - 1
    return [
        CodeLine(clean(line, 300, lines=True), (having[line.strip()] - 1) * 2 <= others > 0)
        for line in shown[:MAX_LINES]
    ]


def _shared(text: Sequence[str], having: Counter[str]) -> float:
    """How common a file's lines are, on average."""
    return sum(having[line.strip()] for line in text) / (len(text) or 1)


def same_text(report: ClassReport) -> list[tuple[str, str, list[str]]]:
    """Exercise, status, and the students whose files are equal in all that was written by hand."""
    found: list[tuple[str, str, list[str]]] = []
    for exercise in report.exercises:
        theirs: dict[tuple[str, ...], list[Graded]] = {}
        stub = _stub_lines(exercise)
        for student in report.students:
            source = student.sources.get(exercise.name, b"").decode("utf-8", "replace")
            own = tuple(line for line in source.splitlines() if line not in stub)
            theirs.setdefault(own, []).append(student)
        theirs.pop((), None)
        largest = sorted(theirs.values(), key=lambda who: -len(who))
        for who in [each for each in largest if len(each) > 1]:
            status = who[0].reports[exercise.name].status
            names = [each.handin.name or each.handin.student for each in who]
            found.append((exercise.name, status, names))
    return found


def _stub_lines(exercise: Exercise) -> frozenset[str]:
    lines = stub_of(exercise.solution.read_text(encoding="utf-8")).splitlines()
    return frozenset({*lines, ""})
