"""The judge's side: a submission that suites use like an imported module.

    rows = submission.one_hot(np.array([2, 0]), 3)
    net = submission.TwoLayerNet(4, 5, 3)
    net.params["b1"][...] = 0.1

Every call is one exchange with the submission's process, under a deadline, and is noted in the
transcript. What goes wrong over there arrives here as a SubmissionFailure.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from ..report.verdict import Outcome
from ..wire.forms import Tree, WireError
from ..wire.values import MAX_SHARED, Wire
from ..words.text import clean
from ..words.wording import missing_text, path_text, raised_text, text_of
from .frozen import freeze
from .processes import Crashed, Overdue
from .record import Call, snapshot

DEADLINE = 5.0  # seconds for one call, unless a suite says otherwise
ENOUGH = 6  # deadlines that all tests of an exercise may take together
KEPT = 32 << 20  # bytes of the answers to all tests of an exercise that diagnosis may compare
LEFT_OUT = "Your code has taken {seconds:.0f} s until here: the rest of the tests is left out."
HURRY = 0.2  # of the deadline is left to a function that missed it in an earlier test


class Link(Protocol):
    """A way to the submission: a worker process, or the same process for debugging."""

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes: ...


class SubmissionFailure(Exception):
    """The submission did something that ends the test, and what a learner is told about it.

    outcome: the test's; places: (path, line) in the submission's files, innermost last; kind: the
    name of the exception that was raised, if that is what happened; at_import: whether nothing
    of the file could be graded.
    """

    at_import = False

    def __init__(
        self,
        outcome: Outcome,
        message: str,
        places: list[tuple[str, int]] | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.places = places or []
        self.kind = kind


@dataclass
class Manners:
    """What is remembered from one test of an exercise to the next."""

    late: set[str] = field(default_factory=set)
    received: int = 0
    spent: float = 0.0
    broken_import: SubmissionFailure | None = None


class Submission:
    """A submitted module behind a link. Its public names are attributes to call."""

    def __init__(
        self,
        link: Link,
        module: str,
        manners: Manners,
        deadline: float = DEADLINE,
        errstate: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Import the module; errstate: numpy.errstate for its calls. Raises SubmissionFailure."""
        self._link = link
        self._wire = Wire(self, first_id=0)
        self._manners = manners
        self._deadline = deadline
        self._handles: dict[int, Handle] = {}
        self._functions: list[Any] = []
        self._generators: list[tuple[np.random.Generator, str]] = []
        self._complaint: AssertionError | None = None
        self._is_open = False
        self._transcript: list[Call] = []
        self._leave_out_if_late()
        self._import(module, errstate)

    def __getattr__(self, name: str) -> "Function":
        if name.startswith("__"):
            raise AttributeError(name)
        return Function(self, (name,))

    def close(self) -> None:
        """Let go of all values; the transcript keeps what diagnosis compares."""
        self._wire = Wire(self, first_id=0)
        self._handles.clear()
        self._functions.clear()
        for call in self._transcript:
            call.args, call.kwargs, call.result = (), {}, None

    def _import(self, module: str, errstate: Mapping[str, str]) -> None:
        if self._manners.broken_import:
            raise self._manners.broken_import
        try:
            self._request("Importing the file", ("import", module, tuple(errstate.items())))
        except SubmissionFailure as failure:
            if failure.outcome == "failed":
                failure.outcome = "error"
            failure.at_import = True
            self._manners.broken_import = failure
            raise

    def _leave_out_if_late(self) -> None:
        if self._manners.spent > ENOUGH * self._deadline:
            raise SubmissionFailure("timeout", LEFT_OUT.format(seconds=self._manners.spent))

    def _call(self, path: tuple[Any, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = {name: snapshot(value) for name, value in kwargs.items()}
        call = Call(path, tuple(map(snapshot, args)), given)
        self._transcript.append(call)
        pairs = tuple(kwargs.items())
        call.result = self._request(path_text(path), ("call", path, args, pairs), call)
        return call.result

    def _get(self, path: tuple[Any, ...]) -> Any:
        call = Call(path, is_attribute=True)
        call.result = self._request(path_text(path), ("get", path), call)
        if call.result is ...:
            return Function(self, path)
        self._transcript.append(call)
        return call.result

    def _request(self, what: str, message: tuple[Any, ...], call: Call | None = None) -> Any:
        """One exchange; the value that it brings, or Ellipsis for something callable."""
        self._leave_out_if_late()
        if self._is_open:
            raise RuntimeError("an object of the submission's cannot be used while it is at work")
        seconds = self._deadline * (HURRY if what in self._manners.late else 1.0)
        try:
            frame = self._wire.dump(message, share=True)
        except WireError as error:
            text = f"The suite cannot hand these values to {what} ({error})."
            raise SubmissionFailure("failed", text) from None
        started = time.monotonic()
        self._is_open = True
        try:
            reply = self._link.exchange(frame, self._answer_callback, seconds)
            answer = self._load(reply)
            self._manners.received += len(reply)
            if call and self._manners.received <= KEPT:
                call.answer = freeze((_without_places(answer), message[2:]))
            value = self._open(what, answer)
            if value is ... and message[0] != "get":
                raise WireError("an answer of another request's kind")
        except Overdue:
            self._manners.late.add(what)
            raise SubmissionFailure(
                "timeout", f"{what} did not finish within {seconds:g} s."
            ) from None
        except Crashed as crash:
            raise SubmissionFailure(
                "crashed", f"The process that ran your code broke off in {what}: {crash}."
            ) from None
        except (WireError, TypeError, ValueError) as error:
            raise SubmissionFailure(
                "crashed", f"The answer to {what} is not one that a worker sends ({error})."
            ) from None
        finally:
            self._is_open = False
            self._manners.spent += time.monotonic() - started
        if self._complaint:
            raise self._complaint
        return value

    def _open(self, what: str, answer: Any) -> Any:
        """The value in an answer; raises SubmissionFailure for every other kind of answer."""
        kind, *details = answer
        if kind == "value":
            (value,) = details
            return value
        if kind == "callable" and not details:
            return ...
        if kind == "missing":
            name, near = details
            raise SubmissionFailure("failed", missing_text(what, text_of(name), near))
        if kind == "unfit":
            (reason,) = details
            text = f"{what} gave something that the grader cannot take: {text_of(reason)}."
            raise SubmissionFailure("failed", text)
        if kind == "raised":
            kinds, message, frames = details
            kinds = [text_of(kind) for kind in kinds] or [""]
            places = [(text_of(path), line) for path, line in frames if type(line) is int]
            text = raised_text(what, kinds, text_of(message))
            raise SubmissionFailure("failed", text, places, kinds[0])
        raise WireError("an answer of unknown kind")

    def _load(self, frame: bytes) -> Any:
        message = self._wire.load(frame)
        self._wire.check_extent(message)
        return message

    def _answer_callback(self, frame: bytes) -> bytes:
        """Run one of the suite's functions for the submission."""
        number, args, kwargs = self._load(frame)
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise WireError("a callback that was never handed out")
        try:
            return self._wire.dump(("value", self._functions[number](*args, **kwargs)), share=False)
        except AssertionError as complaint:
            self._complaint = complaint
            return self._wire.dump(("raised", "RuntimeError", "stopped by the grader"), share=True)
        except Exception as error:
            return self._wire.dump(("raised", type(error).__name__, str(error)), share=True)

    # What the wire cannot carry by value

    def export(self, value: object) -> Tree:
        if isinstance(value, Handle):
            return ["object", value._number, value._class_name]
        if isinstance(value, np.random.Generator):
            return self._export_generator(value)
        if callable(value):
            self._functions.append(value)
            return ["callback", len(self._functions) - 1, getattr(value, "__name__", "f")]
        raise TypeError(f"a suite cannot hand a {type(value).__name__} to a submission")

    def _export_generator(self, generator: np.random.Generator) -> Tree:
        state = json.dumps(generator.bit_generator.state)
        for number, (known, seed) in enumerate(self._generators):
            if known is generator:
                if seed != state:
                    raise TypeError("a suite drew from a generator that it handed over before")
                return ["generator", number, seed]
        self._generators.append((generator, state))
        return ["generator", len(self._generators) - 1, state]

    def resolve(self, tag: str, body: list[Tree]) -> object:
        if tag != "object":
            raise WireError("a value of unknown kind")
        number, class_name = body
        if type(number) is not int or not isinstance(class_name, str):
            raise WireError("an object is malformed")
        if number not in self._handles:
            if len(self._handles) >= MAX_SHARED:
                raise WireError("there are too many objects")
            self._handles[number] = Handle(self, number, clean(class_name, 80))
        return self._handles[number]


class Function:
    """Something to call in the submission."""

    def __init__(self, submission: Submission, path: tuple[Any, ...]) -> None:
        self._submission = submission
        self._path = path

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._submission._call(self._path, args, kwargs)


class Handle:
    """An object that lives in the submission's process. Its attributes are live."""

    _submission: Submission
    _number: int
    _class_name: str

    def __init__(self, submission: Submission, number: int, class_name: str) -> None:
        for name, value in (
            ("_submission", submission),
            ("_number", number),
            ("_class_name", class_name),
        ):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._submission._get((self, name))

    def __setattr__(self, name: str, value: object) -> None:
        path = (self, name)
        self._submission._request(path_text(path), ("set", path, value))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._submission._call((self,), args, kwargs)

    def __repr__(self) -> str:
        return f"<an object of your class {self._class_name}>"


def _without_places(answer: Any) -> Any:
    """An answer less the places where an exception came by, which are the learner's own."""
    return answer[:3] if isinstance(answer, tuple) and answer[:1] == ("raised",) else answer


def transcript(submission: Submission) -> list[Call]:
    """The calls of a submission so far."""
    return submission._transcript
