"""A test run again with answers that were given apart from it, to the requests that it made before.

Requests follow from the test and the answers alone. So a test that is given other answers makes the
same requests until it notices; from there on it needs a submission to talk to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .run import ClosingLink


class OutOfStep(BaseException):
    """The test asks for something else than before; not an Exception, for no suite to swallow."""


@dataclass
class Record:
    """The requests of a run and their answers.

    questions: what each request asked of the test's functions before its answer; is_whole: whether
    nothing else came of them: no function was called, every one was answered.
    """

    frames: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    questions: list[tuple[bytes, ...]] = field(default_factory=list)
    is_whole: bool = True


class Recording:
    """A link that notes what goes over it."""

    def __init__(self, link: ClosingLink) -> None:
        self._link = link
        self.record = Record()

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        questions: list[bytes] = []

        def answer(question: bytes) -> bytes:
            questions.append(question)
            self.record.is_whole = False
            return answer_callback(question)

        try:
            reply = self._link.exchange(frame, answer, seconds)
        except BaseException:
            self.record.is_whole = False
            raise
        self.record.frames.append(frame)
        self.record.answers.append(reply)
        self.record.questions.append(tuple(questions))
        return reply

    def printed(self) -> str:
        return self._link.printed()

    def close(self) -> None:
        self._link.close()


class Replay:
    """A link that has the answers to a record's requests, or to the first of them."""

    def __init__(self, record: Record, answers: list[bytes]) -> None:
        self._pairs = zip(record.frames, answers, strict=False)

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        """Raises OutOfStep where the request is not the recorded one."""
        known, answer = next(self._pairs, (None, b""))
        if frame != known:
            raise OutOfStep
        return answer

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        pass
