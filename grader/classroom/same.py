"""Files that are the same text once the stub's own lines are left out; no more is said of them."""

from ..contents.course import Exercise
from ..contents.stubs import stub_of
from .grading import ClassReport


def same_text(report: ClassReport) -> list[tuple[str, list[str]]]:
    """Exercises and the students whose files are equal in all that was written by hand."""
    found = []
    for exercise in report.exercises:
        theirs: dict[tuple[str, ...], list[str]] = {}
        stub = _stub_lines(exercise)
        for student in report.students:
            source = student.sources.get(exercise.name, b"").decode("utf-8", "replace")
            own = tuple(line for line in source.splitlines() if line not in stub)
            who = student.handin.name or student.handin.student
            theirs.setdefault(own, []).append(who)
        theirs.pop((), None)
        found += [(exercise.name, who) for who in theirs.values() if len(who) > 1]
    return found


def _stub_lines(exercise: Exercise) -> frozenset[str]:
    lines = stub_of(exercise.solution.read_text(encoding="utf-8")).splitlines()
    return frozenset({*lines, ""})
