"""In which order exercises are graded, so that what others import is known to be solved or not.

Whether an exercise is solved is found out by grading the very bytes that travel, never looked up.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..contents.course import Exercise
from ..contents.handin import HandIn, Imports, Task
from ..contents.plain import Unreadable
from ..contents.stubs import stub_text
from ..report.verdict import ExerciseReport
from .verdicts import Graded


class Known:
    """What was found out by grading, by marks of all that it hangs on; kept for later gradings.

    solved: whether files solve an exercise; slow: imports with which another one takes too long.
    """

    def __init__(self) -> None:
        self.solved: dict[str, bool] = {}
        self.slow: set[str] = set()


class Order:
    """Waves of tasks: what a task imports has been graded before it.

    What takes too long with the learner's own imports is graded again with the reference's: whose
    layers are right and slow is not to lose a network's points for it.
    """

    def __init__(
        self, hand_in: HandIn, exercises: Sequence[Exercise], imports: Imports, known: Known
    ) -> None:
        self._hand_in = hand_in
        self._asked_for = {exercise.name for exercise in exercises}
        self._imports = imports
        self._known = known
        self._solved: set[str] = set()
        self._tasks: dict[str, Task] = {}
        self._edition = ""
        # What is graded again: its first verdict, and the task with the learner's own imports.
        self._late: dict[str, tuple[Graded, Task]] = {}
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
        self._edition = edition
        waiting = self.exercises
        while waiting:
            ready = [each for each in waiting if self._needs[each].isdisjoint(waiting)]
            ready = ready or waiting[:1]  # exercises that import one another
            self._tasks = {each.name: self._task(each) for each in ready}
            open_ones = [task for task in self._tasks.values() if not self._is_known(task)]
            if open_ones:
                yield open_ones
            done = {each for each in ready if each.name not in self._late}
            waiting = [each for each in waiting if each not in done]

    def note(self, graded: Graded) -> ExerciseReport | None:
        """Remember a verdict; the report to show, if it was asked for and is the last one."""
        name = graded.report.name
        task = self._tasks[name]
        if name in self._late:
            first, with_own = self._late.pop(name)
            if first.report.score < graded.report.score:
                self._known.slow.add(self._mark(with_own, own_imports=True))
            else:
                graded, task = first, with_own
        elif task.why == "verdict" and _is_late(graded.report):
            self._late[name] = graded, task
            return None
        is_solved = graded.report.status == "solved"
        if is_solved:
            self._solved.add(name)
        if not graded.faults:
            self._known.solved[self._mark(task)] = is_solved
        return graded.report if name in self._asked_for else None

    def _task(self, exercise: Exercise) -> Task:
        task = self._hand_in.task(exercise, self._imports, self._solved)
        slow = self._mark(task, own_imports=True) in self._known.slow
        if exercise.name in self._late or slow:
            return replace(self._hand_in.task(exercise, "reference"), why="time")
        return task

    def _is_known(self, task: Task) -> bool:
        """Whether there is no need to grade a file that was not asked for."""
        solved = self._known.solved.get(self._mark(task))
        if task.exercise.name in self._asked_for or solved is None:
            return False
        if solved:
            self._solved.add(task.exercise.name)
        return True

    def _mark(self, task: Task, own_imports: bool = False) -> str:
        """What a verdict hangs on, in short; or only whether these imports are too slow for it."""
        parts = [self._edition, task.exercise.name, *([] if own_imports else [task.problem])]
        for module, (_, source) in sorted(task.files.items()):
            if not own_imports or module in task.handed_in - {task.exercise.module}:
                parts += [module, hashlib.sha256(source).hexdigest()]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _started_imports(self, exercise: Exercise) -> set[Exercise]:
        """What an exercise's own file imports and the learner may have solved."""
        imported = self._hand_in.task(exercise, "reference").imported
        return {other for other in imported if self._is_started(other)}

    def _is_started(self, exercise: Exercise) -> bool:
        try:
            source = self._hand_in.read(exercise.module).replace(b"\r\n", b"\n")
        except Unreadable:
            return False
        return source != stub_text(exercise).encode()


def _is_late(report: ExerciseReport) -> bool:
    """Whether time may have run out because of what was imported."""
    late = any(test.outcome == "timeout" for test in report.tests)
    return late and any(imported.origin == "own" for imported in report.imports)
