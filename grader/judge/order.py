"""In which order exercises are graded, so that what others import is known to be solved or not.

Whether an exercise is solved is found out by grading the very bytes that travel, never looked up.
"""

import hashlib
from collections.abc import Iterator, Sequence

from ..contents.course import Exercise
from ..contents.handin import HandIn, Imports, Task
from ..contents.plain import Unreadable
from ..contents.stubs import stub_of
from ..report.verdict import ExerciseReport


class Known:
    """Which files were found to solve their exercises, kept for later gradings."""

    def __init__(self) -> None:
        self._solved: dict[str, bool] = {}

    def note(self, mark: str, solved: bool) -> None:
        self._solved[mark] = solved

    def solved(self, mark: str) -> bool | None:
        """None if it is not known."""
        return self._solved.get(mark)


class Order:
    """Waves of tasks: what a task imports has been graded before it."""

    def __init__(
        self, hand_in: HandIn, exercises: Sequence[Exercise], imports: Imports, known: Known
    ) -> None:
        self._hand_in = hand_in
        self._asked_for = {exercise.name for exercise in exercises}
        self._imports = imports
        self._known = known
        self._solved: set[str] = set()
        self._marks: dict[str, str] = {}
        self._needs: dict[Exercise, set[Exercise]] = {}
        found = list(exercises)
        while found:
            exercise = found.pop()
            if exercise not in self._needs:
                needs = self._started_imports(exercise) if imports == "solved" else set()
                self._needs[exercise] = needs
                found += needs

    @property
    def exercises(self) -> list[Exercise]:
        """All that may have to be graded, in the order of the course."""
        return [each for each in self._hand_in.course.exercises if each in self._needs]

    def waves(self, edition: str) -> Iterator[list[Task]]:
        """What can be graded now, once and again; edition: what verdicts hold for besides files."""
        waiting = self.exercises
        while waiting:
            ready = [each for each in waiting if self._needs[each].isdisjoint(waiting)]
            ready = ready or waiting[:1]  # exercises that import one another
            waiting = [each for each in waiting if each not in ready]
            tasks = [self._hand_in.task(each, self._imports, self._solved) for each in ready]
            for task in tasks:
                self._marks[task.exercise.name] = _mark(task, edition)
            open_ones = [task for task in tasks if not self._is_known(task)]
            if open_ones:
                yield open_ones

    def note(self, report: ExerciseReport, is_fault: bool) -> bool:
        """Remember a verdict; whether it was asked for, and not only needed for another one."""
        if report.status == "solved":
            self._solved.add(report.name)
        if not is_fault:
            self._known.note(self._marks[report.name], report.status == "solved")
        return report.name in self._asked_for

    def _is_known(self, task: Task) -> bool:
        """Whether there is no need to grade a file that was not asked for."""
        name = task.exercise.name
        solved = self._known.solved(self._marks[name])
        if name in self._asked_for or solved is None:
            return False
        if solved:
            self._solved.add(name)
        return True

    def _started_imports(self, exercise: Exercise) -> set[Exercise]:
        """What an exercise's own file imports and the learner may have solved."""
        imported = self._hand_in.task(exercise, "reference").imported
        return {other for other in imported if self._is_started(other)}

    def _is_started(self, exercise: Exercise) -> bool:
        try:
            source = self._hand_in.read(exercise.module).replace(b"\r\n", b"\n")
        except Unreadable:
            return False
        return source != stub_of(exercise.solution.read_text(encoding="utf-8")).encode()


def _mark(task: Task, edition: str) -> str:
    """What a verdict hangs on, in short."""
    parts = [edition.encode(), task.exercise.name.encode(), task.problem.encode()]
    for module, (_, source) in sorted(task.files.items()):
        parts += [module.encode(), hashlib.sha256(source).digest()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
