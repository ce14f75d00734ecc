"""Grading one exercise after another, with everything loaded and workers at hand."""

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
from ..submission.start import Launched, launch
from ..wire.protocol import Level
from .repairs import find_repairs

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
        self, course: Course, level: Level, launched: Launched, target: Target | None = None
    ) -> None:
        """launched: the server, as launch(level) started it; it is closed by close().

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
        self._server = Server(*launched)
        self._forks = launched[0] is not None
        self._branch = self._new_branch()

    def grade(self, exercise: Exercise) -> Report | None:
        """Grade the file as it is now; None if another thread broke it off."""
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
        if self._broken or report.faults:
            self._renew(same_server=self._broken)
        return None if self._broken else report

    def passes(self, exercise: Exercise, target: Target) -> bool:
        """Whether a target's file passes all tests. Raises BrokenOff, SuiteFault, WorkerFault."""
        self._suites.collect([exercise])
        task = target.task(self._course, exercise, "reference")
        judge = Judge(self._suites, self._branch, seed=0)
        passed = False
        try:
            passed = self._run(lambda: judge.passes(task))
        except WorkerFault:
            if not self._broken:
                self._renew(same_server=False)
                raise
        if self._broken:
            self._renew(same_server=True)
            raise BrokenOff
        return passed

    def find_repairs(self, exercise: Exercise, report: Report | None) -> Sequence[Repair]:
        """Changes of the file as it is now with which all tests pass; none if workers fail.

        report: the last verdict. Raises BrokenOff.
        """
        known = report.exercises[0] if report and not report.faults else None
        found: Sequence[Repair] = []
        with suppress(WorkerFault):  # it was broken off, or the server is gone
            found = self._run(
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
        if self._broken:
            self._renew(same_server=True)
            raise BrokenOff
        return found

    def _run(self, action: Callable[[], _Answer]) -> _Answer:
        """Do something that another thread may break off."""
        with self._lock:
            self._broken = False
            self._running = True
        try:
            return action()
        finally:
            with self._lock:
                self._running = False

    def break_off(self) -> None:
        """Have the grading that runs now, if one does, end at once and say nothing."""
        with self._lock:
            if self._running and not self._broken:
                self._broken = True
                self._branch.close()

    def close(self) -> None:
        """End every worker, and the server."""
        self._branch.close()
        self._server.close()

    def _new_branch(self) -> Server:
        return self._server.branch() if self._forks else Server(None, None)

    def _renew(self, same_server: bool) -> None:
        """Take another branch, and another server if this one may be gone."""
        self._branch.close()
        if same_server:
            try:
                self._branch = self._new_branch()
                return
            except WorkerFault:
                pass
        self._server.close()
        self._server = Server(*launch(self._level, self._course.readable))
        self._branch = self._new_branch()
