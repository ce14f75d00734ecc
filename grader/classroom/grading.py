"""Grades a class: every file of every hand-in is one task; what is known already is not one."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..contents.course import TREE, Course, Exercise
from ..contents.handin import HandIn, Task
from ..contents.plain import NotThere, Unreadable
from ..judge.grading import TOO_FEW
from ..judge.judge import Judge
from ..judge.recorded import Record
from ..judge.suites import Suites
from ..judge.verdicts import Graded as Judged
from ..report.verdict import ExerciseReport
from .collect import Attempt, Collected, Submitted
from .regrade import Change, settle
from .store import Key, Keys, Store

Choice = Literal["latest", "first", "best"]
Shard = tuple[int, int]  # which one, from 1, of how many

# Each task's number and verdict, as soon as it is there: graded here, or on a cluster.
Execute = Callable[[Sequence[Task]], Iterator[tuple[int, Judged]]]


class Unfinished(Exception):
    """Tasks cannot be graded any more, for a reason that is nobody's in the class."""


@dataclass
class Graded:
    """A student's verdicts, by exercise; an exercise that was not handed in has none.

    sources: what the verdicts are about; answers: what the failed tests were answered; lost:
    exercises on which the grader itself failed, so that there is no verdict.
    """

    handin: Submitted
    reports: dict[str, ExerciseReport] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Record] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    @property
    def total(self) -> float:
        return sum(report.score for report in self.reports.values())


@dataclass
class ClassReport:
    """A graded class. points: what each exercise has to win, in the course's order.

    seed: of the verdicts; done: how many tasks this run graded, and how many were known before;
    faults: the grader's own; changes: what verdicts that wait would change, same: how many would
    change nothing.
    """

    course: Course
    students: list[Graded]
    points: dict[str, float]
    seed: int
    confinement: str
    done: int = 0
    known: int = 0
    faults: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0

    @property
    def max_total(self) -> float:
        return sum(self.points.values())

    @property
    def exercises(self) -> list[Exercise]:
        return [each for each in self.course.exercises if each.name in self.points]


class _Held:
    """One attempt at an exercise, and the student's other files, as grading reads them."""

    def __init__(self, exercise: Exercise, attempt: Attempt, handin: Submitted) -> None:
        self._attempts = {
            name.replace("/", "."): attempts[-1] for name, attempts in handin.files.items()
        }
        self._attempts[exercise.module] = attempt
        self._helpers = handin.helpers

    def path(self, module: str) -> str:
        """Nobody's name stands in a verdict."""
        return f"{TREE}/{module.replace('.', '/')}.py"

    def read(self, module: str) -> bytes:
        """Raises Unreadable."""
        return read_attempt(self._attempts, self._helpers, module)


def read_attempt(
    attempts: Mapping[str, Attempt], helpers: Mapping[str, bytes], module: str
) -> bytes:
    """The source of a module that one student handed in. Raises Unreadable.

    attempts: by module; helpers: by module or stem, as what was handed in has them.
    """
    attempt = attempts.get(module)
    if attempt and attempt.problem:
        raise Unreadable(attempt.problem)
    if attempt:
        return attempt.source
    for name in (module, module.rpartition(".")[2]):
        if name in helpers:
            return helpers[name]
    raise NotThere(module)


def handed_in(course: Course, collected: Collected) -> list[Exercise]:
    """The exercises that anyone has handed in, in the course's order."""
    there = {name for handin in collected.handins for name in handin.files}
    return [exercise for exercise in course.exercises if exercise.name in there]


def chosen(attempts: list[Attempt], choice: Choice) -> list[Attempt]:
    """The attempts that may count."""
    return {"latest": attempts[-1:], "first": attempts[:1], "best": attempts}[choice]


def grade_class(
    course: Course,
    collected: Collected,
    exercises: Sequence[Exercise],
    store: Store,
    judge: Judge,
    suites: Suites,
    execute: Execute,
    *,
    seed: int,
    confinement: str,
    choice: Choice = "latest",
    imports: Literal["reference", "own"] = "reference",
    accept: bool = False,
    shard: Shard = (1, 1),
    on_progress: Callable[[int, int], None] = lambda done, count: None,
) -> ClassReport:
    """Grade what the store does not know yet, and read the rest from it.

    judge: says what exercises are worth; execute: grades. seed: the judge's. shard: the part of all
    tasks that is graded now; every task is in one of them, whatever else is handed in. imports:
    whose other exercises files import. accept: whether verdicts that differ replace those that were
    given back on the same files. on_progress: called with how many tasks are done, of how many.

    Raises what `execute` raises; the verdicts before that are kept.
    """
    suites.collect(exercises)
    keys = Keys(course, seed)
    students = [Graded(handin) for handin in collected.handins]
    wanted: dict[Key, tuple[Graded, Task]] = {}
    for student in students:
        for exercise in exercises:
            for attempt in chosen(student.handin.files.get(exercise.name, []), choice):
                held = _Held(exercise, attempt, student.handin)
                task = HandIn(course, held).task(exercise, imports)
                wanted[keys.key(student.handin.origin, task)] = (student, task)
    todo = [key for key in wanted if _is_in(shard, key) and not store.has(key)]
    points = {exercise.name: judge.worth(exercise) for exercise in exercises}
    known = sum(map(store.has, wanted))
    found = ClassReport(course, students, points, seed, confinement, known=known)
    on_progress(0, len(todo))
    for number, graded in execute([wanted[key][1] for key in todo]):
        report, faults = graded.report, graded.faults
        if not faults and report.tests_run != report.tests_expected:
            faults = [TOO_FEW.format(name=report.name, count=report.tests_run)]
        if not faults:  # what the grader itself spoilt is tried again next time
            store.keep(todo[number], report, confinement, graded.answers)
        found.faults += faults
        found.done += 1
        on_progress(found.done, len(todo))
    counting, found.changes, found.same = settle(store, wanted, accept)
    seeds = [kept.key.seed for kept in counting.values()]
    found.seed = max(seeds, key=seeds.count, default=seed)
    for key, (student, task) in wanted.items():
        kept, name = counting.get(key), key.exercise
        if kept is None:
            student.lost.add(name)
        elif name not in student.reports or kept.report.score >= student.reports[name].score:
            student.reports[name] = kept.report
            student.sources[name] = task.files[task.exercise.module][1]
            edition = f"{kept.key.suite} {kept.key.seed}"
            student.answers[name] = Record(kept.answers, edition)
    for name in points:  # of verdicts that wait, the points do as well
        given = [each.reports[name].max_score for each in students if name in each.reports]
        points[name] = max(given, default=points[name])
    return found


def _is_in(shard: Shard, key: Key) -> bool:
    number, count = shard
    return zlib.crc32(f"{key.student}\n{key.exercise}".encode()) % count == number - 1
