"""A table of recorded answers as a submission: it knows one seed by heart and computes nothing.

The suites and the seed that a course is usually graded with are public, so anyone can write down
what the solution answers there: to each request, with all that it asks and changes on the way. What
a table wins under another seed is won by whoever copies it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..judge.run import ClosingLink

AnswerCallback = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Answer:
    """What the solution sent back for one request: the callbacks that it made, then its reply."""

    request: bytes
    callbacks: tuple[bytes, ...]
    reply: bytes


Table = dict[str, list[Answer]]  # by test, in the order of its requests


class Recorder:
    """A link that writes down what passes through it."""

    def __init__(self, link: ClosingLink, table: Table, test: str) -> None:
        self._link = link
        self._answers = table.setdefault(test, [])

    def exchange(self, frame: bytes, answer_callback: AnswerCallback, seconds: float) -> bytes:
        callbacks = []

        def noting(question: bytes) -> bytes:
            callbacks.append(question)
            return answer_callback(question)

        reply = self._link.exchange(frame, noting, seconds)
        self._answers.append(Answer(frame, tuple(callbacks), reply))
        return reply

    def printed(self) -> str:
        return self._link.printed()

    def close(self) -> None:
        self._link.close()


class Player:
    """A link with a table behind it: the next answer in order, or another one to this request."""

    def __init__(self, link: ClosingLink, table: Table, test: str) -> None:
        """link: to the source that is not asked."""
        self._link = link
        self._answers = table[test]
        self._next = 0

    def exchange(self, frame: bytes, answer_callback: AnswerCallback, seconds: float) -> bytes:
        answer = self._answers[min(self._next, len(self._answers) - 1)]
        if answer.request != frame:
            same = (other for other in self._answers if other.request == frame)
            answer = next(same, answer)
        self._next += 1
        for question in answer.callbacks:
            answer_callback(question)
        return answer.reply

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        self._link.close()
