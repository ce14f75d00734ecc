"""Grading one exercise after another, with everything loaded and workers at hand."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from ..contents.course import Course, Exercise
from ..contents.handin import Imports, Target
from ..judge.grading import grade
from ..judge.judge import Judge
from ..judge.order import Known
from ..judge.repair import Repair
from ..judge.suites import Suites
from ..report.verdict import Report
from ..submission.servers import Server, WorkerFault
from ..wire.protocol import Level
from .repairs import find_repairs

STOCK = 12  # workers that are started for the next save, of two megabytes each

_Answer = TypeVar("_Answer")


class BrokenOff(Exception):
    """Another thread broke off what ran."""


class WarmGrader:
    """Grades the learner's files, at once and as often as asked.

    Another thread may break off a grading that nobody waits for any more, such as that of an
    endless loop which is mended already. Each grading has a branch of the server, so breaking off
    is closing the branch, with its workers, and taking another. Where workers are not forked, only
    the one at work ends, and the grading goes on with its next test.
    """

    def __init__(
        self, course: Course, level: Level, server: Server, target: Target | None = None
    ) -> None:
        """server: started at this level; it is replaced where it may be gone.

        target: whose files are graded, in place of exercises/, and with the reference's imports.
        """
        self._course = course
        self._level = level
        self._target = target or Target.find(course, "exercises")
        self._imports: Imports = "reference" if target else "solved"
        self._suites = Suites(course)
        self._known = Known()
        self._lock = threading.RLock()  # a signal handler may break off as well
        self._running = False
        self._broken = False
        self._server = server
        self._branch = self._new_branch()

    def grade(self, exercise: Exercise) -> Report | None:
        """Grade the file as it is now; None if another thread broke it off."""
        with suppress(BrokenOff):
            report = self._run(
                lambda: grade(
                    self._course,
                    [exercise],
                    self._target,
                    server=self._branch,
                    level=self._level,
                    suites=self._suites,
                    known=self._known,
                    imports=self._imports,
                )
            )
            if report.faults:
                self._renew(new_server=True)
            self._branch.stock(min(report.exercises[0].tests_expected, STOCK))
            return report
        return None

    def passes(self, exercise: Exercise, target: Target) -> bool:
        """Whether a target's file passes all tests. Raises BrokenOff, SuiteFault, WorkerFault."""
        self._suites.collect([exercise])
        task = target.task(self._course, exercise, "reference")
        return self._run(lambda: Judge(self._suites, self._branch, seed=0).passes(task))

    def find_repairs(self, exercise: Exercise, report: Report | None) -> Sequence[Repair]:
        """Changes of the file as it is now with which all tests pass; none if workers fail.

        report: the last verdict. Raises BrokenOff.
        """
        known = report.exercises[0] if report and not report.faults else None
        with suppress(WorkerFault):
            return self._run(
                lambda: find_repairs(
                    self._course,
                    exercise,
                    self._target,
                    self._branch,
                    self._suites,
                    known,
                    lambda: self._broken,
                    self._imports,
                )
            )
        return []

    def _run(self, action: Callable[[], _Answer]) -> _Answer:
        """Do something that another thread may break off. Raises BrokenOff, and what it raises."""
        with self._lock:
            self._broken = False
            self._running = True
        try:
            answer = action()
        except WorkerFault:
            if not self._broken:
                self._renew(new_server=True)
                raise
        finally:
            with self._lock:
                self._running = False
        if self._broken:
            self._renew()
            raise BrokenOff
        return answer

    def break_off(self) -> None:
        """Have the grading that runs now, if one does, end at once and say nothing."""
        with self._lock:
            if self._running and not self._broken:
                self._broken = True
                self._branch.close()

    def close(self) -> None:
        """End every worker."""
        self._branch.close()

    def _new_branch(self) -> Server:
        return self._server.branch() if hasattr(os, "fork") else Server(None, None)

    def _renew(self, new_server: bool = False) -> None:
        """Take another branch, of another server if this one may be gone."""
        self._branch.close()
        if new_server:
            self._server.replace()
        try:
            self._branch = self._new_branch()
        except WorkerFault:  # the server is gone, and the next one is asked
            self._branch = self._new_branch()
