"""The judge's side of worker processes: starts them, talks to them with a deadline, ends them."""

import contextlib
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgpack

from ..wire.frames import ChannelClosed, Frames, OversizedFrame, send_frame
from ..wire.protocol import AFRESH, ANSWER, CALL_NUMBER, CALLBACK, VERSIONS
from ..words.text import clean
from .servers import Server, WorkerFault

OUTPUT_LIMIT = 20_000  # bytes of prints that are kept for one test
PATIENCE = 4  # deadlines that a call may take with the suite's functions that it calls
START_SECONDS = 30.0  # for a new server's first worker to report that it is confined and ready
NEXT_SECONDS = 10.0  # the same for all others
UNUSED_SECONDS = 1.0  # the same for one that is not needed any more
RETRY_SECONDS = 5.0  # in which a worker that there is no room for is asked for again
OFTEN = 1000  # callbacks in one call
TOO_MUCH = "it sent more data than a whole test may hold"
NO_ANSWER = "it sent something that is not the answer to the call"
TOO_OFTEN = "it called what it was given {count} times, as a loop that never ends or runs too often"
TRAFFIC_LIMIT = 128 << 20  # bytes that a worker may send in one test
SEND_SECONDS = 5.0  # for a worker to take a message; it reads nothing while it computes

NOT_STARTED = "A worker could not be started, or did not come to work in time. {printed}"

# Poll takes descriptors of any number, and needs none for itself.
_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)


class Overdue(Exception):
    """The submission did not answer in time."""


class Crashed(Exception):
    """The submission's process ended, or sent what no worker sends; says how."""


class Worker:
    """One confined process with one submission in it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._printed = bytearray()
        self._pid = 0
        self._ended = False
        self._calls = 0
        self._received = 0
        self._ahead = b""
        self._begin()

    def _begin(self) -> None:
        self._link, self._output = self._server.start_worker()
        self._ready = _Selector()
        for stream in (self._link, self._output):
            stream.setblocking(False)
            self._ready.register(stream, selectors.EVENT_READ)
        self._frames = Frames(self._link)
        self._output_open = True

    def load(self, root: str, *sources: Mapping[str, Any], ahead: bytes = b"") -> None:
        """Hand over what a Session is made with; returns before it is read.

        ahead: the first request, where it is known: it is at work on it before it is asked.
        """
        self._sources, self._ahead = msgpack.packb([root, *map(dict, sources)]), ahead
        self._hand_over()

    def _hand_over(self) -> None:
        try:
            with contextlib.suppress(ChannelClosed):  # its greeting will say why
                self._send(self._sources)
                if self._ahead:
                    self._send(CALL_NUMBER.pack(1) + self._ahead)
        except Overdue:
            self._server.replace()
            raise WorkerFault(NOT_STARTED.format(printed=self.printed())) from None

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        """Send a request; answer callbacks until the reply is there.

        Only the submission's own time counts, unless it calls the suite's functions without end.
        Raises Overdue, Crashed or WorkerFault.
        """
        self._calls += 1
        return self._ask(self._calls, frame, answer_callback, seconds)

    def renew(self, files: Mapping[str, tuple[str, bytes]], traced: str, seconds: float) -> object:
        """Begin again in the same process, these sources in place of those that it has.

        traced: the file, as it is shown, whose lines are noted from now on, "" for none. Returns
        what was noted until now, as the worker says it: whatever it pleases. What runs in such a
        worker has met what ran before, so nothing that it does is a verdict. Raises as exchange().
        """
        self._received = 0
        self._printed.clear()
        frame = msgpack.packb([dict(files), traced])
        answer = self._ask(AFRESH, frame, _no_callback, seconds)
        try:
            return msgpack.unpackb(answer)
        except ValueError as error:
            raise Crashed(str(error)) from None

    def versions(
        self, name: str, path: str, base: bytes, sources: Sequence[bytes],
        frames: Sequence[bytes], seconds: float,
    ) -> Iterator[list[bytes]]:  # fmt: skip
        """What each of these versions of a module answers to the same requests until one fails.

        path, base: of its file, as Session.versions() has them; seconds: for each of them. All have
        to be taken before anything else is asked. Raises as exchange().
        """
        number = CALL_NUMBER.pack(VERSIONS)
        request = msgpack.packb([name, path, base, list(sources), list(frames)])
        self.greet()
        with self._translated():
            self._refuse_unasked()
            self._send(number + request)
            for _ in sources:
                self._printed.clear()
                reply = self._receive(time.monotonic() + seconds)
                yield _answers(reply, number, len(frames))

    def _ask(
        self, call: int, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        number = CALL_NUMBER.pack(call)
        self.greet()
        until = time.monotonic() + PATIENCE * seconds
        asked = 0
        with self._translated():
            ahead, self._ahead = self._ahead, b""
            if not ahead or frame != ahead:
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
                    often = asked >= OFTEN
                    raise Crashed(TOO_OFTEN.format(count=asked) if often else TOO_MUCH)
                if reply[:1] != CALLBACK:
                    break
                asked += 1
                self._send(answer_callback(reply[1:]))
        if reply[:5] != ANSWER + number:
            raise Crashed(NO_ANSWER)
        self._refuse_unasked()
        return reply[5:]

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """What a broken link means."""
        try:
            yield
        except ChannelClosed:
            raise Crashed(self._how_it_ended()) from None
        except OversizedFrame:
            raise Crashed("it sent more data than an answer may hold") from None

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
        with contextlib.suppress(WorkerFault, OversizedFrame, ChannelClosed, Overdue):
            if not self._ended:
                # One that has not come to its greeting ends by itself when its link is closed.
                self._pid = self._pid or self._greeting(UNUSED_SECONDS)[0]
                self._server.end(self._pid)
        self._close_streams()

    def _close_streams(self) -> None:
        for each in (self._ready, self._link, self._output):
            each.close()

    def greet(self) -> None:
        """Wait until the worker is ready. Raises WorkerFault.

        Its first frame, sent before any byte of the submission, has its process id. Where there is
        no room for one more process, it is asked for again for a while.
        """
        until, pause = time.monotonic() + RETRY_SECONDS, 0.05
        while not self._pid:
            try:
                known = self._server.has_started
                pid, problem = self._greeting(NEXT_SECONDS if known else START_SECONDS)
                self._server.has_started = True
            except (ChannelClosed, Overdue):
                self._server.replace()
                raise WorkerFault(NOT_STARTED.format(printed=self.printed())) from None
            if problem and (pid or time.monotonic() > until):
                self._server.replace()
                raise WorkerFault(problem)
            self._pid = pid
            if not pid:
                time.sleep(pause)
                pause *= 2
                self._close_streams()
                self._begin()
                self._hand_over()

    def _greeting(self, seconds: float) -> list[Any]:
        return list(msgpack.unpackb(self._receive(time.monotonic() + seconds)))

    def _refuse_unasked(self) -> None:
        if self._frames.has_more():
            raise Crashed("it sent an answer that was not asked for")

    def _send(self, frame: bytes) -> None:
        try:
            send_frame(self._link, frame, SEND_SECONDS)
        except TimeoutError:
            raise Overdue from None

    def _receive(self, deadline: float) -> bytes:
        def wait() -> None:
            while True:
                left = deadline - time.monotonic()
                ready = {key.fileobj for key, _ in self._ready.select(max(left, 0))}
                if self._output in ready:
                    self._drain()
                if left <= 0:
                    raise Overdue
                if self._link in ready:
                    return

        return self._frames.receive(wait)

    def _drain(self) -> bool:
        """Take one piece of what is printed and keep the beginning; False if there is none.

        A worker never waits for its prints to be taken, however many they are.
        """
        try:
            piece = self._output.recv(1 << 16)
        except OSError:
            return False
        if not piece and self._output_open:
            self._ready.unregister(self._output)
            self._output_open = False
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


def _no_callback(frame: bytes) -> bytes:
    raise Crashed("it called a function of the suite's where there is none")


def _answers(reply: bytes, number: bytes, count: int) -> list[bytes]:
    """At most so many answers in one frame. Raises Crashed for anything else."""
    try:
        answers = msgpack.unpackb(reply[5:]) if reply[:5] == ANSWER + number else None
    except ValueError:
        answers = None
    if not isinstance(answers, list) or not 0 < len(answers) <= count:
        raise Crashed(NO_ANSWER)
    if any(type(answer) is not bytes for answer in answers):
        raise Crashed(NO_ANSWER)
    return answers
