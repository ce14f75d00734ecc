"""Work shared out among forked copies of this process, which have everything loaded already.

A copy that dies or hangs costs the piece of work that it was at: another copy takes its place.
"""

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Lost = Callable[[int, str], T]  # a piece's number and what became of its copy → its result

KILLED = "it was killed by signal {signal}"
ENDED = "it ended with exit status {status}"
RAISED = "it raised {kind}: {error}"
NO_PROCESS = "this machine starts no more processes"
HUNG = "it did not end within {seconds:.0f} s"

AMPLE = 4  # pieces of work for each copy, of which the last few are no long wait
PAUSES = (0.1, 0.5, 2.0)  # seconds before a process that could not be started is tried again


def forked(
    work: Callable[[int], T],
    count: int,
    jobs: int,
    lost: Lost[T],
    prepare: Callable[[], None] = lambda: None,
    seconds: float = 3600.0,
) -> Iterator[T]:
    """Yield work(0) … work(count - 1) as they are done, each in one of `jobs` copies.

    lost: makes the result of a piece whose copy died or took longer than these seconds.
    prepare: called once in each copy. Where nothing can be forked, or for no jobs, it is all done
    here. Where there is work enough for all cores, each copy keeps to one of them.
    """
    if jobs < 1 or not hasattr(os, "fork"):
        yield from map(work, range(count))
        return
    pool = _Pool(work, prepare, lost, seconds)
    try:
        yield from pool.run(deque(range(count)), min(jobs, count))
    finally:
        pool.close()


class _Copy:
    """One forked copy, at work on one piece or waiting for the next."""

    def __init__(self, process: BaseProcess, link: Connection, cores: set[int]) -> None:
        self.process = process
        self.link = link
        self.cores = cores
        self.piece = -1
        self.until = 0.0


class _Pool(Generic[T]):
    def __init__(
        self,
        work: Callable[[int], T],
        prepare: Callable[[], None],
        lost: Lost[T],
        seconds: float,
    ) -> None:
        self._work = work
        self._prepare = prepare
        self._lost = lost
        self._seconds = seconds
        self._copies: list[_Copy] = []

    def run(self, waiting: deque[int], jobs: int) -> Iterator[T]:
        for cores in _shares(jobs, len(waiting)):
            with suppress(OSError):  # the machine has no more processes: fewer will do
                self._copies.append(self._fork(cores))
        for copy in self._copies:
            self._give(copy, waiting)
        while any(copy.piece >= 0 for copy in self._copies):
            busy = {copy.link: copy for copy in self._copies if copy.piece >= 0}
            patience = max(0.0, min(copy.until for copy in busy.values()) - time.monotonic())
            ready = set(wait([*busy], patience))
            for link, copy in busy.items():
                if link in ready:
                    result = self._result(copy)
                elif time.monotonic() > copy.until:
                    result = self._replace(copy, HUNG.format(seconds=self._seconds))
                else:
                    continue
                if copy in self._copies:
                    self._give(copy, waiting)
                yield result
        for piece in waiting:
            yield self._lost(piece, NO_PROCESS)

    def close(self) -> None:
        for copy in self._copies:
            copy.link.close()
            copy.process.kill()
        for copy in self._copies:
            copy.process.join()

    def _fork(self, cores: set[int]) -> _Copy:
        near_end, far_end = get_context("fork").Pipe()
        others = [copy.link for copy in self._copies]
        process = get_context("fork").Process(
            target=_serve, args=(far_end, [near_end, *others], self._work, self._prepare, cores)
        )
        sys.stdout.flush()
        for seconds in (*PAUSES, None):
            try:
                process.start()
                break
            except OSError:
                if seconds is None:
                    raise
                time.sleep(seconds)
        far_end.close()
        return _Copy(process, near_end, cores)

    def _give(self, copy: _Copy, waiting: deque[int]) -> None:
        copy.piece = waiting.popleft() if waiting else -1
        copy.until = time.monotonic() + self._seconds
        if copy.piece >= 0:
            with suppress(OSError):  # it is gone already, which its silence will tell
                copy.link.send(copy.piece)

    def _result(self, copy: _Copy) -> T:
        try:
            problem, result = copy.link.recv()
        except (EOFError, OSError):
            copy.process.join()
            code = copy.process.exitcode or 0
            known = {number.value: number.name for number in signal.Signals}
            if code < 0:
                return self._replace(copy, KILLED.format(signal=known.get(-code, -code)))
            return self._replace(copy, ENDED.format(status=code))
        return self._lost(copy.piece, problem) if problem else result

    def _replace(self, copy: _Copy, reason: str) -> T:
        copy.process.kill()
        copy.process.join()
        copy.link.close()
        self._copies.remove(copy)
        with suppress(OSError):
            fresh = self._fork(copy.cores)
            copy.process, copy.link = fresh.process, fresh.link
            self._copies.append(copy)
        return self._lost(copy.piece, reason)


def _shares(jobs: int, pieces: int) -> list[set[int]]:
    """The cores of each copy: one where all are busy to the end, else none, which means any.

    A judge and its worker wait for each other all the time: on one core they need not wake another.
    """
    if not hasattr(os, "sched_getaffinity"):
        return [set()] * jobs
    cores = sorted(os.sched_getaffinity(0))
    if jobs < len(cores) or pieces < AMPLE * jobs:
        return [set()] * jobs
    return [{cores[number % len(cores)]} for number in range(jobs)]


def _serve(
    link: Connection,
    others: list[Connection],
    work: Callable[[int], Any],
    prepare: Callable[[], None],
    cores: set[int],
) -> None:
    """The life of a copy; cores: that it and all that it starts keep to, none for any."""
    for other in others:  # so that every copy sees when the first process has ended
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process
    if cores:
        with suppress(OSError):
            os.sched_setaffinity(0, cores)
    prepare()
    while True:
        try:
            piece = link.recv()
        except EOFError:
            os._exit(0)
        try:
            answer = ("", work(piece))
        except Exception as error:
            answer = (RAISED.format(kind=type(error).__name__, error=error), None)
        link.send(answer)
