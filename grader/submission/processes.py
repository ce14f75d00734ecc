"""The judge's side of worker processes: starts them, talks to them with a deadline, ends them."""

import contextlib
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping

import msgpack

from ..wire.frames import ChannelClosed, OversizedFrame, receive_frame, send_frame
from ..wire.protocol import (
    ANSWER,
    BRANCH,
    CALL_NUMBER,
    CALLBACK,
    FORK,
    KILL,
    REQUEST,
    STATUS,
    WAIT,
)
from ..words.text import clean
from .spawn import Spawner

OUTPUT_LIMIT = 20_000  # bytes of prints that are kept for one test
PATIENCE = 4  # deadlines that a call may take with the suite's functions that it calls
START_SECONDS = 30.0  # for a worker to report that it is confined and ready
TRAFFIC_LIMIT = 64 << 20  # bytes that a worker may send in one test
SEND_SECONDS = 5.0  # for a worker to take a message; it reads nothing while it computes


class WorkerFault(RuntimeError):
    """The grader could not start or confine a worker: its own fault, not the submission's."""


class Overdue(Exception):
    """The submission did not answer in time."""


class Crashed(Exception):
    """The submission's process ended, or sent what no worker sends; says how."""


class Server:
    """A clean process that forks workers, as launch() starts it; server.py is its other side.

    Where launch() could start none, workers are spawned from here instead.
    """

    def __init__(
        self, control: socket.socket | None, process: subprocess.Popen[bytes] | None
    ) -> None:
        self._control = control
        self._process = process
        self._spawner = Spawner()

    def branch(self) -> "Server":
        """A server of its own for another judge process, forked from this one."""
        near_end, far_end = socket.socketpair()
        with far_end:
            self._request(BRANCH, 0, far_end.fileno())
        return Server(near_end, None)

    def fork(self) -> "Worker":
        """Ask for a fresh worker; returns before it is ready."""
        near_end, far_end = socket.socketpair()
        output, far_output = socket.socketpair()
        with far_end, far_output:
            if self._control:
                self._request(FORK, 0, far_end.fileno(), far_output.fileno())
            else:
                self._spawner.start(far_end, far_output)
        return Worker(self, near_end, output)

    def end(self, pid: int) -> None:
        """Have a worker killed, with all that it started."""
        if self._control:
            self._request(KILL, pid)
        else:
            self._spawner.end(pid)

    def end_and_ask(self, pid: int) -> int:
        """The same, and wait for its exit code, which is negative for a signal."""
        if not self._control:
            return self._spawner.end(pid)
        self._request(WAIT, pid)
        (status,) = STATUS.unpack(self._control.recv(STATUS.size, socket.MSG_WAITALL))
        return int(status)

    def close(self) -> None:
        """Let the server end itself and every worker that is left."""
        self._spawner.close()
        if self._control:
            self._control.close()
        if self._process:
            self._process.wait()

    def _request(self, operation: bytes, pid: int, *descriptors: int) -> None:
        assert self._control
        try:
            socket.send_fds(self._control, [REQUEST.pack(operation, pid)], descriptors)
        except OSError as error:
            raise WorkerFault(f"The server that starts workers is gone ({error}).") from None


class Worker:
    """One confined process with one submission in it."""

    def __init__(self, server: Server, link: socket.socket, output: socket.socket) -> None:
        self._server = server
        self._link = link
        self._output = output
        self._output_open = True
        self._printed = bytearray()
        self._pid = 0
        self._ended = False
        self._calls = 0
        self._received = 0
        link.setblocking(False)
        output.setblocking(False)

    def load(self, root: str, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Hand over the sources; returns before they are read."""
        try:
            self._send(msgpack.packb([root, dict(files)]))
        except (ChannelClosed, Overdue):
            raise WorkerFault(f"A worker could not be started. {self.printed()}") from None

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        """Send a request; answer callbacks until the reply is there.

        Only the submission's own time counts, unless it calls the suite's functions without end.
        Raises Overdue, Crashed or WorkerFault.
        """
        self._calls += 1
        number = CALL_NUMBER.pack(self._calls)
        until = time.monotonic() + PATIENCE * seconds
        try:
            self._greet()
            self._refuse_unasked()
            self._send(number + frame)
            while True:
                started = time.monotonic()
                if seconds < 0 or started > until:
                    raise Overdue
                reply = self._receive(started + seconds)
                seconds -= time.monotonic() - started
                self._received += len(reply)
                if self._received > TRAFFIC_LIMIT:
                    raise Crashed("it sent more data than a whole test may hold")
                if reply[:1] != CALLBACK:
                    break
                self._send(answer_callback(reply[1:]))
        except ChannelClosed:
            raise Crashed(self._how_it_ended()) from None
        except OversizedFrame:
            raise Crashed("it sent more data than an answer may hold") from None
        if reply[:5] != ANSWER + number:
            raise Crashed("it sent something that is not the answer to the call")
        self._refuse_unasked()
        return reply[5:]

    def printed(self) -> str:
        """What the submission printed so far."""
        pieces = 0
        while pieces < 16 and self._drain():  # an endless printer must not hold the judge
            pieces += 1
        text = self._printed[:OUTPUT_LIMIT].decode("utf-8", "replace")
        text = clean(text, OUTPUT_LIMIT, lines=True)
        return text + "\n… (output cut here)\n" if len(self._printed) > OUTPUT_LIMIT else text

    def close(self) -> None:
        """End the process and everything that it started."""
        with contextlib.suppress(WorkerFault, OversizedFrame):
            if not self._ended:
                self._greet()
                self._server.end(self._pid)
        self._link.close()
        self._output.close()

    def _greet(self) -> None:
        """Learn the process id from the first frame, sent before any byte of the submission."""
        if self._pid:
            return
        try:
            greeting = self._receive(time.monotonic() + START_SECONDS)
            self._pid, problem = msgpack.unpackb(greeting)
        except (ChannelClosed, Overdue):
            raise WorkerFault(f"A worker could not be started. {self.printed()}") from None
        if problem:
            raise WorkerFault(problem)

    def _refuse_unasked(self) -> None:
        with contextlib.suppress(OSError):  # it has ended, and left something unread
            if select.select([self._link], [], [], 0)[0] and self._link.recv(1, socket.MSG_PEEK):
                raise Crashed("it sent an answer that was not asked for")

    def _send(self, frame: bytes) -> None:
        self._link.settimeout(SEND_SECONDS)
        try:
            send_frame(self._link, frame)
        except TimeoutError:
            raise Overdue from None
        self._link.setblocking(False)

    def _receive(self, deadline: float) -> bytes:
        def wait() -> None:
            while True:
                left = deadline - time.monotonic()
                streams = [self._link, self._output] if self._output_open else [self._link]
                ready, _, _ = select.select(streams, [], [], max(left, 0))
                if self._output in ready:
                    self._drain()
                if self._link in ready:
                    return
                if left <= 0:
                    raise Overdue

        return receive_frame(self._link, wait)

    def _drain(self) -> bool:
        """Take one piece of what is printed and keep the beginning; False if there is none.

        A worker never waits for its prints to be taken, however many they are.
        """
        try:
            piece = self._output.recv(1 << 16)
        except OSError:
            return False
        self._output_open = bool(piece)
        if len(self._printed) <= OUTPUT_LIMIT:
            self._printed += piece
        return self._output_open

    def _how_it_ended(self) -> str:
        code = self._server.end_and_ask(self._pid)
        self._ended = True
        if code < 0:
            known = {number.value: number.name for number in signal.Signals}
            return f"it was killed by signal {known.get(-code, -code)}"
        return f"it ended itself with exit status {code}"
