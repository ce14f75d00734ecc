"""The judge's side of the server that workers are forked from; sandbox/server.py is the other."""

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
from collections import deque
from collections.abc import Iterator

from ..wire.protocol import BRANCH, FORK, KILL, REQUEST, STATUS, WAIT
from .spawn import Spawner
from .start import launch

SERVER_SECONDS = 15.0  # for the server to take a request, and to answer it
CLOSE_SECONDS = 8.0  # for the server to end all that it started
KILL_SECONDS = 3.0  # for the server to be gone when it was killed

NO_WORKER = "A worker could not be started: {reason}."
GONE = "The server that starts workers is gone ({reason})."


Streams = tuple[socket.socket, socket.socket]  # the link to a worker, and what it prints


class WorkerFault(RuntimeError):
    """The grader could not start or confine a worker: its own fault, not the submission's."""


@contextlib.contextmanager
def serving(level: str, readable: tuple[str, ...], blas_threads: int = 1) -> Iterator["Server"]:
    """A server, started as by launch(), which is closed at the end."""
    server = Server(*launch(level, readable, blas_threads))
    try:
        yield server
    finally:
        server.close()


class Server:
    """A clean process that forks workers, as launch() starts it.

    Where launch() could start none, workers are spawned from here instead. A server that does not
    answer is killed, and the next worker is asked of a new one. Another thread may close it while
    it is asked: whoever asks meets a WorkerFault.
    """

    def __init__(
        self, control: socket.socket | None, process: subprocess.Popen[bytes] | None,
        level: str = "none", readable: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self._control = control
        self._process = process
        self._settings = level, readable
        self._forks = control is not None
        self._pid = 0
        self.has_started = False  # a worker that works
        self._is_closed = False
        self._spawner = Spawner()
        self._stock: deque[Streams] = deque()  # of processes that nobody has asked for

    def branch(self) -> "Server":
        """A server of its own for another judge process, forked from this one."""
        near_end, far_end = socket.socketpair()
        with far_end:
            self._request(BRANCH, os.getpid(), far_end.fileno())
        return Server(near_end, None, *self._settings)

    def stock(self, count: int) -> None:
        """Have the processes of so many workers started that will be asked for later."""
        with contextlib.suppress(WorkerFault):
            while self._forks and len(self._stock) < count:
                self._stock.append(self._start())

    def start_worker(self) -> Streams:
        """Ask for a worker's process; the link to it, and what it prints. Raises WorkerFault."""
        for link, output in self._stocked():
            if _is_open(link):
                return link, output
            link.close()
            output.close()
        return self._start()

    def _start(self) -> Streams:
        try:
            near_end, far_end = socket.socketpair()
            output, far_output = socket.socketpair()
            with far_end, far_output:
                if self._forks:
                    self._request(FORK, 0, far_end.fileno(), far_output.fileno())
                else:
                    self._spawner.start(far_end, far_output)
        except OSError as error:
            raise WorkerFault(NO_WORKER.format(reason=error.strerror)) from None
        return near_end, output

    def end(self, pid: int) -> None:
        """Have a worker killed, with all that it started."""
        if self._forks:
            self._request(KILL, pid)
        else:
            self._spawner.end(pid)

    def end_and_ask(self, pid: int) -> int:
        """The same, and wait for its exit code, which is negative for a signal."""
        if not self._forks:
            return self._spawner.end(pid)
        self._request(WAIT, pid)
        self._pid = self._pid or self._status()
        return self._status()

    def replace(self) -> None:
        """Kill the server; the next request starts another."""
        if self._is_closed:
            return
        control, self._control = self._control, None
        self._clear_stock()
        if not control:
            return
        with contextlib.suppress(OSError, struct.error):
            control.setblocking(False)
            self._pid = self._pid or STATUS.unpack(control.recv(STATUS.size))[0]
        control.close()
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if self._process:
                self._process.kill()
                self._process.wait(KILL_SECONDS)
            elif self._pid:
                os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Let the server end itself and every worker that is left."""
        self._is_closed = True
        self._spawner.close()
        self._clear_stock()
        control, self._control = self._control, None
        if control:
            with contextlib.suppress(OSError):  # the server has ended before
                control.shutdown(socket.SHUT_RDWR)
            control.close()
        if self._process:
            try:
                self._process.wait(CLOSE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(KILL_SECONDS)

    def _clear_stock(self) -> None:
        """Let go of workers that nobody has asked for: they end with the server."""
        for streams in self._stocked():
            for stream in streams:
                stream.close()

    def _stocked(self) -> Iterator[Streams]:
        """What is in stock, taken out one after the other."""
        with contextlib.suppress(IndexError):  # it is empty: another thread may have emptied it
            while True:
                yield self._stock.popleft()

    def _request(self, operation: bytes, pid: int, *descriptors: int) -> None:
        if not self._control and not self._is_closed:
            self._control, self._process, *_ = launch(*self._settings)
            self._pid, self.has_started = 0, False
            if self._is_closed:  # meanwhile
                self.close()
        with self._replaced_if_gone() as control:
            control.settimeout(SERVER_SECONDS)
            socket.send_fds(control, [REQUEST.pack(operation, pid)], descriptors)

    def _status(self) -> int:
        """The next number that the server sends."""
        with self._replaced_if_gone() as control:
            return int(STATUS.unpack(control.recv(STATUS.size, socket.MSG_WAITALL))[0])

    @contextlib.contextmanager
    def _replaced_if_gone(self) -> Iterator[socket.socket]:
        try:
            control = self._control
            if not control:
                raise ConnectionError("it was closed")
            yield control
        except (OSError, struct.error) as error:
            self.replace()
            raise WorkerFault(GONE.format(reason=error)) from None


def _is_open(link: socket.socket) -> bool:
    """Whether the far end is there still, whatever it has sent."""
    hangups = select.poll()
    hangups.register(link, 0)
    return not hangups.poll(0)
