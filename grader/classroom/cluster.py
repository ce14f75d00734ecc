"""Grades tasks on a dask.distributed cluster: each is one task of the cluster's.

What runs in a cluster's worker is `_grade`. A worker has threads, and so must not fork: each of
them has a judge in a process of its own, which stays for the next task. A task whose worker ends is
given to another by the scheduler; its verdict comes once.
"""

import logging
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from ..contents.course import Course, UsageError
from ..contents.handin import Task
from ..judge.grading import LOST
from ..judge.judge import Judge
from ..judge.remote import (
    Answer,
    Fields,
    Settings,
    packed_course,
    packed_task,
    start_remote,
    versions,
)
from ..judge.verdicts import Graded
from ..report.stored import restored
from .grading import Unfinished

MISSING = (
    "--scheduler needs the package distributed, which `nox -s class` installs; "
    "else: python -m pip install distributed"
)
UNREACHABLE = "No scheduler can be reached at {address}: {reason}."
NO_WORKERS = "The scheduler at {address} has no workers."
LOST_SCHEDULER = "The scheduler at {address} is gone."
NOT_ABLE = (
    "The cluster cannot grade ({kind}: {problem}). Its scheduler and workers are to be started in "
    "a folder of this course, by `nox -s dask`."
)
WORKERS_ENDED = "each worker that it was given to ended; are all in a folder of this course?"
JUDGE_ENDED = "its judge ended, and so did the next one"

CONNECT_SECONDS = 5.0
WORKERS_SECONDS = 30.0  # for one to be there
END_SECONDS = 10.0  # for a judge whose connection was closed
TRIES = 2


class Cluster:
    """A cluster that grades a course's tasks."""

    def __init__(self, address: str, course: Course, judge: Judge, level: str, seed: int) -> None:
        """address: its scheduler's; judge: says what is reported of a task that was lost."""
        self._address = address
        self._course = course
        self._judge = judge
        self._level = level
        self._seed = seed

    def graded_tasks(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Graded]]:
        """Each task's number and verdict, as soon as it is there.

        Raises UsageError where there is no cluster, Unfinished where it cannot grade or has gone.
        """
        if not tasks:
            return
        with self._client() as client:
            from distributed import as_completed

            course = packed_course(self._course)
            # Not scattered: what was computed is computed again when its worker is gone.
            settings = client.submit(_settings, course, versions(), self._level, self._seed)
            pieces = {
                client.submit(_grade, settings, packed_task(task), pure=False): number
                for number, task in enumerate(tasks)
            }
            for piece, result in as_completed(pieces, with_results=True, raise_errors=False):
                number = pieces.pop(piece)
                yield number, self._graded(tasks[number], piece.status, result)

    def _client(self) -> Any:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError(MISSING) from None
        logging.disable()  # dask would print tracebacks; what matters is said here
        try:
            client = Client(self._address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            told = UNREACHABLE.format(address=self._address, reason=error)
            raise UsageError(told) from None
        try:
            client.wait_for_workers(1, WORKERS_SECONDS)
        except TimeoutError:
            client.close()
            raise UsageError(NO_WORKERS.format(address=self._address)) from None
        return client

    def _graded(self, task: Task, status: str, result: Any) -> Graded:
        """What a task has become. Raises Unfinished."""
        if status == "finished":
            different, report, faults, answers = result
            if different:
                raise Unfinished(different)
            return Graded(restored(report), faults, answers)
        if status != "error":
            raise Unfinished(LOST_SCHEDULER.format(address=self._address))
        _, error, _ = result
        if type(error).__name__ != "KilledWorker":
            problem = str(error).split("\n")[0]
            raise Unfinished(NOT_ABLE.format(kind=type(error).__name__, problem=problem))
        return self._judge.ungraded(
            task, LOST.format(name=task.exercise.name, reason=WORKERS_ENDED)
        )


def _settings(*settings: object) -> tuple[object, ...]:
    return settings


class _Here(threading.local):
    """The judge of a worker's thread, and what it was started for."""

    judge: tuple["subprocess.Popen[bytes]", Connection] | None = None
    settings: Settings | None = None


_here = _Here()


def _grade(settings: Settings, task: Fields) -> Answer:
    """What a worker of the cluster does: have its judge grade, or a new one if that has ended."""
    for _ in range(TRIES):
        if _here.judge is None or _here.settings != settings:
            _end_judge()
            _here.judge, _here.settings = start_remote(), settings
            _here.judge[1].send(settings)
        with suppress(EOFError, OSError):
            _here.judge[1].send(task)
            answer: Answer = _here.judge[1].recv()
            return answer
        _end_judge()
    raise RuntimeError(JUDGE_ENDED)


def _end_judge() -> None:
    if _here.judge:
        process, link = _here.judge
        link.close()
        process.wait(END_SECONDS)
        _here.judge = None
