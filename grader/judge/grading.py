"""grade(course, exercises, target, …) → Report: the whole of grading, without a screen."""

import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..contents.course import Course, Exercise
from ..contents.handin import HandIn, Imports, Target, Task
from ..report.verdict import VERSION, ExerciseReport, Report
from ..submission.servers import Server
from ..wire.protocol import Level
from .judge import Judge
from .order import Known, Order
from .pool import forked
from .suites import Suites
from .verdicts import Graded

JUDGE_SECONDS = 600.0  # for one exercise, whatever its submission does

TOO_FEW = "{name}: only {count} tests ran."
LOST = "The judge of {name} was lost: {reason}."


def grade(
    course: Course,
    exercises: Sequence[Exercise],
    target: Target,
    *,
    server: Server | None,
    level: Level,
    imports: Imports = "solved",
    seed: int = 0,
    jobs: int = 0,
    on_report: Callable[[ExerciseReport], None] = lambda report: None,
    suites: Suites | None = None,
    known: Known | None = None,
) -> Report:
    """Grade the target's files of these exercises.

    server: where workers come from, at this level of confinement; None grades in this process.
    jobs: how many judges, each a process that can be lost alone; 0 judges right here.
    on_report: called with each exercise's report as soon as it is there.
    suites, known: collected and found out before, and kept for the next grading.
    """
    started = time.perf_counter()
    suites = suites or Suites(course)
    if target.mode == "solutions":
        imports = "reference"  # which these are
    if course.is_kit:
        imports = "own"  # there are no others
    order = Order(HandIn(course, target), exercises, imports, known or Known())
    suites.collect(order.exercises)
    judge, edition = Judge(suites, server, seed), f"{suites.edition} {seed} {level}"
    faults: list[str] = []
    reports: dict[str, ExerciseReport] = {}
    for tasks in order.waves(edition):
        if jobs > 1:  # the longest first: none is left to one judge at the end
            tasks.sort(key=lambda task: suites.count(task.exercise), reverse=True)
        for _, graded in graded_tasks(tasks, judge, jobs):
            faults += graded.faults
            done = order.note(graded)
            if done:
                reports[done.name] = done
                on_report(done)
    ordered = [reports[exercise.name] for exercise in exercises]
    for each in ordered:
        if each.tests_run != each.tests_expected:
            faults.append(TOO_FEW.format(name=each.name, count=each.tests_run))
    confinement = level if server else "none"
    report = report_of(target, ordered, confinement, seed, time.perf_counter() - started)
    return replace(report, faults=faults, graded_by="examples" if course.is_kit else "suites")


def report_of(
    target: Target, reports: list[ExerciseReport], confinement: str, seed: int, seconds: float
) -> Report:
    """The report of what is graded."""
    return Report(
        version=VERSION,
        target=target.shown,
        mode=target.mode,
        score=sum(report.score for report in reports),
        max_score=sum(report.max_score for report in reports),
        seconds=seconds,
        confinement=confinement,
        seed=seed,
        python=platform.python_version(),
        numpy=np.__version__,
        exercises=reports,
    )


def graded_tasks(tasks: Sequence[Task], judge: Judge, jobs: int) -> Iterator[tuple[int, Graded]]:
    """Each task's number and verdict, as soon as it is there; a judge that dies loses one task."""

    def lost(number: int, reason: str) -> tuple[int, Graded]:
        task = tasks[number]
        return number, judge.ungraded(task, LOST.format(name=task.exercise.name, reason=reason))

    def work(number: int) -> tuple[int, Graded]:
        return number, judge.grade(tasks[number])

    return forked(work, len(tasks), jobs, lost, judge.branch, JUDGE_SECONDS)
