"""The clean process that workers are forked from: numpy is loaded, nothing of the course is.

It speaks with one judge over an inherited socket and has no address of its own. It begins with its
process id. Requests are one letter and a process id; file descriptors ride along where a process
is to be started. No request takes longer than a few seconds, whatever workers do.
"""

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Sequence

import msgpack

from ..wire.frames import ChannelClosed, send_frame
from ..wire.protocol import BRANCH, FORK, REQUEST, STATUS, WAIT, Level
from . import confine, worker

PR_SET_CHILD_SUBREAPER = 36
END_SECONDS = 3.0  # for what was killed to be gone; for processes that are replaced to be caught

NO_PROCESS = "The grader cannot start a process: {reason}."
NOT_ENDED = "Processes that submissions started replace themselves faster than they are ended."

# Imported once here, so that no worker has to read them from behind its confinement.
PRELOADED = (
    "abc", "bisect", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime",
    "decimal", "enum", "fractions", "functools", "heapq", "inspect", "io", "itertools", "json",
    "math", "numbers", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.random", "operator",
    "os.path", "pathlib", "pprint", "random", "re", "statistics", "string", "textwrap",
    "threading", "time", "timeit", "traceback", "typing", "unicodedata", "uuid", "warnings",
)  # fmt: skip


def main(control: socket.socket, level: Level, readable: Sequence[str] = ()) -> None:
    """Serve one judge until it closes its end, then end everything that was started.

    Descriptor 0 is the null device. What can be done once for all workers is done here. readable:
    folders that workers may read besides the Python installation.
    """
    for name in PRELOADED:
        __import__(name)
    _close_the_door()
    confine.prepare(level, readable)
    confine.give_up_rights(level)
    os.environ.clear()
    with contextlib.suppress(OSError):  # there are no descriptors 1 and 2 as yet
        worker.streams()
    gc.freeze()
    _Server(control, level).serve()


def _close_the_door() -> None:
    """Nothing more of the engine can be imported from here on, from any of its packages."""
    for name, module in sys.modules.items():
        if name.partition(".")[0] == __name__.partition(".")[0] and hasattr(module, "__path__"):
            module.__path__ = []


class _Server:
    """Starts and ends the workers of one judge."""

    def __init__(self, control: socket.socket, level: Level) -> None:
        self._control = control
        self._level: Level = level
        self._workers: set[int] = set()  # in use, and other servers
        self._lingering: set[int] = set()  # killed, and not gone yet
        self._is_clean = True

    def serve(self) -> None:
        """Answer requests until the judge is gone."""
        _adopt_orphans()
        with contextlib.suppress(OSError):
            self._control.sendall(STATUS.pack(os.getpid()))
            while self._answer():
                pass
        for pid in self._workers:
            _kill(pid)
        for pid in list(self._workers):
            self._end(pid)

    def _answer(self) -> bool:
        """Do what one request asks; False if there will be no more."""
        request, descriptors, _, _ = socket.recv_fds(
            self._control, REQUEST.size, 2, socket.MSG_WAITALL
        )
        if len(request) < REQUEST.size:
            return False
        operation, pid = REQUEST.unpack(request)
        if operation in (FORK, BRANCH):
            self._start(operation, pid, descriptors)
        else:
            status = self._end(pid)
            if operation == WAIT:
                self._control.sendall(STATUS.pack(status))
        return True

    def _start(self, operation: bytes, judge: int, descriptors: list[int]) -> None:
        """Start a worker or another server; a judge that gets no worker is told why."""
        problem = "" if self._is_clean else self._end_orphans()
        try:
            if not problem:
                self._workers.add(self._fork(operation, judge, descriptors))
        except OSError as error:
            problem = NO_PROCESS.format(reason=error.strerror)
        if problem and operation == FORK and descriptors:
            with contextlib.suppress(ChannelClosed), _end(descriptors.pop(0)) as link:
                send_frame(link, msgpack.packb([0, problem]))
        for descriptor in descriptors:
            os.close(descriptor)

    def _fork(self, operation: bytes, judge: int, descriptors: list[int]) -> int:
        """The process id of another judge's server or of a worker, which takes the descriptors."""
        pid = os.fork()
        if pid == 0:
            try:
                self._control.close()
                if operation == BRANCH:
                    _keep_to_cores_of(judge)
                    _Server(_end(descriptors[0]), self._level).serve()
                else:
                    link, output = map(_end, descriptors)
                    worker.run(link, output, self._level)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        return pid

    def _end(self, pid: int) -> int:
        """Kill a worker and all that it left behind; its exit code, negative for a signal."""
        if pid not in self._workers:
            return 0
        self._workers.discard(pid)
        _kill(pid)
        status = _wait(pid, END_SECONDS)
        if status is None:  # the kernel is at something for it that cannot be broken off
            self._lingering.add(pid)
            status = signal.SIGKILL
        self._end_orphans()
        return os.waitstatus_to_exitcode(status)

    def _end_orphans(self) -> str:
        """End every child that is not a worker in use; a sentence if that cannot be done.

        They are stopped first, with all that they have started, until no new ones are found: so
        none is there to start another while they are ended.
        """
        if self._level == "landlock" and not self._lingering:
            return ""  # the filter lets nobody start one
        until = time.monotonic() + END_SECONDS
        self._lingering = {pid for pid in self._lingering if _wait(pid, 0) is None}
        while orphans := self._orphans():
            self._is_clean = False
            for pid in self._stopped(until):
                _send(pid, signal.SIGKILL)
            for pid in orphans:
                if _wait(pid, max(until - time.monotonic(), 0)) is None:
                    self._lingering.add(pid)
            if time.monotonic() > until:
                return NOT_ENDED
        self._is_clean = True
        return ""

    def _stopped(self, until: float) -> set[int]:
        """The orphans and all their descendants, stopped as far as they were found in time."""
        stopped: set[int] = set()
        while time.monotonic() < until:
            family = self._orphans() | {child for pid in stopped for child in _children(pid)}
            if family <= stopped:
                break
            for pid in family - stopped:
                _send(pid, signal.SIGSTOP)
            stopped |= family
        return stopped

    def _orphans(self) -> set[int]:
        return _children(os.getpid()) - self._workers - self._lingering


def _end(descriptor: int) -> socket.socket:
    """A descriptor that the judge has sent, as what it is; nothing has to be found out."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptor)


def _children(pid: int) -> set[int]:
    """The processes that one has started and not seen the end of (Linux only, else none)."""
    found: set[int] = set()
    with contextlib.suppress(OSError):  # it has ended
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as listing:
                found.update(map(int, listing.read().split()))
    return found


def _kill(pid: int) -> None:
    """Kill a worker and its group, which is not there yet while it starts."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _send(pid, signal.SIGKILL)


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _wait(pid: int, seconds: float) -> int | None:
    """How a child has ended; None if it has not after these seconds."""
    until = time.monotonic() + seconds
    pause = 0.0002
    while True:
        try:
            ended, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return 0
        if ended:
            return status
        if time.monotonic() >= until:
            return None
        time.sleep(pause)
        pause = min(2 * pause, 0.02)


def _keep_to_cores_of(judge: int) -> None:
    """Run where a judge runs, and have workers run there."""
    if hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):  # it has ended, or the cores are others meanwhile
            os.sched_setaffinity(0, os.sched_getaffinity(judge))


def _adopt_orphans() -> None:
    """Become the parent of whatever outlives a worker (Linux only), so that it can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
