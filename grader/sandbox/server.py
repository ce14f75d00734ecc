"""The clean process that workers are forked from: numpy is loaded, nothing of the course is.

It speaks with one judge over an inherited socket and has no address of its own. Requests are one
letter and a process id; two file descriptors ride along where a process is to be started.
"""

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
import traceback

from ..wire.protocol import BRANCH, FORK, REQUEST, STATUS, WAIT, Level
from . import confine, worker

PR_SET_CHILD_SUBREAPER = 36

# Imported once here, so that no worker has to read them from behind its confinement.
PRELOADED = (
    "abc", "bisect", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime",
    "decimal", "enum", "fractions", "functools", "heapq", "inspect", "io", "itertools", "json",
    "math", "numbers", "numpy.fft", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.polynomial",
    "numpy.random", "operator", "os.path", "pathlib", "pprint", "random", "re", "statistics",
    "string", "textwrap", "threading", "time", "timeit", "traceback", "typing", "unicodedata",
    "uuid", "warnings",
)  # fmt: skip


def main(control: socket.socket, level: Level) -> None:
    """Serve one judge until it closes its end, then end everything that was started."""
    for name in PRELOADED:
        __import__(name)
    _close_the_door()
    confine.prepare(level)
    gc.freeze()
    serve(control, level)


def _close_the_door() -> None:
    """Nothing more of the engine can be imported from here on, from any of its packages."""
    for name, module in sys.modules.items():
        if name.partition(".")[0] == __name__.partition(".")[0] and hasattr(module, "__path__"):
            module.__path__ = []


def serve(control: socket.socket, level: Level) -> None:
    _adopt_orphans()
    workers: set[int] = set()
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2, socket.MSG_WAITALL)
        if len(request) < REQUEST.size:
            break
        operation, pid = REQUEST.unpack(request)
        if operation in (FORK, BRANCH):
            workers.add(_fork(operation, control, descriptors, level))
        else:
            status = _end(pid, workers)
            if operation == WAIT:
                control.sendall(STATUS.pack(status))
    for pid in list(workers):
        _end(pid, workers)


def _fork(
    operation: bytes, control: socket.socket, descriptors: list[int], level: Level
) -> int:
    """Start another server or a worker, which takes the descriptors over."""
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            if operation == BRANCH:
                serve(socket.socket(fileno=descriptors[0]), level)
            else:
                link, output = (socket.socket(fileno=number) for number in descriptors)
                worker.run(link, output, level)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _end(pid: int, workers: set[int]) -> int:
    """Kill a worker and all that it left behind; its exit code, negative for a signal."""
    if pid not in workers:
        return 0
    workers.discard(pid)
    for kill in (os.killpg, os.kill):  # the group is not there yet while a worker starts
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    _end_orphans(workers)
    return os.waitstatus_to_exitcode(status)


def _adopt_orphans() -> None:
    """Become the parent of whatever outlives a worker (Linux only), so that it can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_orphans(workers: set[int]) -> None:
    """Kill every child that is not a worker in use, until none is left."""
    children = f"/proc/self/task/{os.getpid()}/children"
    while os.path.exists(children):
        with open(children) as listing:
            orphans = {int(pid) for pid in listing.read().split()} - workers
        if not orphans:
            return
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
