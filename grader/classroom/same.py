"""Files that are the same text once the stub's own lines are left out; no more is said of them."""

from ..contents.course import Exercise
from ..contents.stubs import stub_of
from .grading import ClassReport, Graded


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
