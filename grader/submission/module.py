"""The judge's side: a submission that suites use like an imported module.

    rows = submission.one_hot(np.array([0, 2, 1]), 3)
    net = submission.TwoLayerNet(4, 5, 3)
    net.params["b1"][...] = 0.1

Every call is one exchange with the submission's process, under a deadline, and is noted in the
transcript. What goes wrong over there arrives here as a SubmissionFailure.
"""

import json
import math
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn, Protocol

import numpy as np

from ..wire.answers import MAX_NAME, Answer, read_answer, read_question, unfit_argument
from ..wire.forms import Tree, WireError
from ..wire.values import MAX_SHARED, PlainOnly, Wire
from ..words.text import clean
from ..words.wording import missing_text, path_text, raised_text
from .budget import USED_UP, UsedUp
from .frozen import comparable, freeze
from .handles import Function, Handle
from .manners import Manners, SubmissionFailure
from .record import Call, snapshot
from .servers import WorkerFault
from .workers import Crashed, Overdue

DEADLINE = 5.0  # seconds for one call, unless a suite says otherwise
ENOUGH = 2  # deadlines that all tests of an exercise may take together
LEFT_OUT = (
    "Your code has taken {seconds:.0f} s in all tests together until here, {importing:.0f} s of it "
    "to be imported. That is all the time that it has: the rest of the tests is left out."
)
TOO_LATE = "{what} did not finish within {seconds:g} s. Does a loop never end, or run too often?"
HURRY = 0.2  # of the time is left to a function each time that it missed its deadline
NOT_TAKEN = "Your code called one of the suite's functions with {problem}."
NO_VALUE = "An object of your class {name} stands where the suite needs an array or a number."


class Link(Protocol):
    """A way to the submission: a worker process, or the same process for debugging."""

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes: ...


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
        self._complaint: AssertionError | SubmissionFailure | None = None
        self._is_open = False
        self._end: SubmissionFailure | None = None
        self._transcript: list[Call] = []
        self._methods: set[tuple[int, str]] = set()  # of objects, which need not be asked for again
        manners.may_take = max(manners.may_take, ENOUGH * deadline)
        if deadline < math.inf:  # else someone is debugging, in this very thread
            manners.budget.start()
        self._leave_out_if_late()
        self._import(module, errstate)

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        return Function(self, (name,))

    def _import(self, module: str, errstate: Mapping[str, str]) -> None:
        self._imported = module, errstate
        if self._manners.broken_import:
            raise self._manners.broken_import
        try:
            self._request("Importing the file", _importing(module, errstate))
        except SubmissionFailure as failure:
            if failure.outcome == "failed":
                failure.outcome = "error"
            failure.at_import = True
            self._manners.broken_import = failure
            raise

    def _leave_out_if_late(self) -> None:
        if self._manners.left <= 0:
            raise self._left_out()
        try:
            self._manners.budget.check()
        except UsedUp:
            raise SubmissionFailure("timeout", USED_UP) from None

    def _left_out(self) -> SubmissionFailure:
        manners = self._manners
        text = LEFT_OUT.format(seconds=manners.may_take, importing=manners.importing)
        return SubmissionFailure("timeout", text)

    def _call(self, path: tuple[Any, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = {name: snapshot(value) for name, value in kwargs.items()}
        call = Call(path, tuple(map(snapshot, args)), given)
        self._transcript.append(call)
        pairs = tuple(kwargs.items())
        call.result = self._request(path_text(path), ("call", path, args, pairs), call)
        return call.result

    def _get(self, path: tuple[Any, ...]) -> Any:
        owner, name = path
        method = owner._number, name
        if method in self._methods:
            return Function(self, path)
        call = Call(path, is_attribute=True)
        call.result = self._request(path_text(path), ("get", path), call)
        if call.result is ...:
            self._methods.add(method)
            return Function(self, path)
        self._transcript.append(call)
        return call.result

    def _refuse_as_value(self, class_name: str) -> NoReturn:
        raise SubmissionFailure("failed", NO_VALUE.format(name=class_name))

    def _request(self, what: str, message: tuple[Any, ...], call: Call | None = None) -> Any:
        """One exchange; the value that it brings, or Ellipsis for something callable."""
        self._leave_out_if_late()
        if self._end:  # both sides are out of step
            raise self._end
        if self._is_open:
            raise RuntimeError("an object of the submission's cannot be used while it is at work")
        seconds = self._deadline * HURRY ** self._manners.late[what]
        seconds = min(seconds, self._manners.left)
        try:
            frame = self._wire.dump(message, share=True)
        except WireError as error:
            text = f"The suite cannot hand these values to {what} ({error})."
            raise SubmissionFailure("failed", text) from None
        started = time.monotonic()
        self._is_open = True
        try:
            answer = self._exchange(what, message, frame, seconds, call)
        except SubmissionFailure as failure:
            self._end = failure
            self._complain()
            raise
        finally:
            self._is_open = False
            taken = time.monotonic() - started
            self._manners.spent += taken
            self._manners.importing += taken if message[0] == "import" else 0.0
        self._complain()
        return self._open(what, answer)

    def _complain(self) -> None:
        """Raise what one of the suite's functions complained of, whatever became of it there."""
        if self._complaint:
            raise self._complaint from None

    def _exchange(
        self,
        what: str,
        message: tuple[Any, ...],
        frame: bytes,
        seconds: float,
        call: Call | None,
    ) -> Answer:
        """The answer to a request. Whatever comes of reading it is the submission's doing."""
        try:
            reply = self._link.exchange(frame, self._answer_callback, seconds)
            answer = read_answer(message[0], self._load(reply))
            if call:
                kept = (comparable(answer), message[2:])
                call.answer = freeze(kept, self._manners.budget.hold)
            return answer
        except (SubmissionFailure, WorkerFault):
            raise
        except UsedUp:
            raise SubmissionFailure("timeout", USED_UP) from None
        except Overdue:
            if seconds >= self._manners.left:
                raise self._left_out() from None
            self._manners.late[what] += 1
            text = TOO_LATE.format(what=what, seconds=seconds)
            raise SubmissionFailure("timeout", text) from None
        except Crashed as crash:
            raise SubmissionFailure(
                "crashed", f"The process that ran your code broke off in {what}: {crash}."
            ) from None
        except Exception as error:
            problem = clean(str(error)) or type(error).__name__
            raise SubmissionFailure(
                "crashed", f"The answer to {what} is not one that a worker sends ({problem})."
            ) from None

    def _open(self, what: str, answer: Answer) -> Any:
        """The value in an answer; raises SubmissionFailure for every other kind of answer."""
        kind, *details = answer
        if kind == "value":
            return details[0]
        if kind == "callable":
            return ...
        if kind == "missing":
            raise SubmissionFailure("failed", missing_text(what, *details))
        if kind == "unfit":
            text = f"{what} gave something that the grader cannot take: {clean(details[0])}."
            raise SubmissionFailure("failed", text)
        kinds, problem, frames = details
        places = [(clean(path), line, column) for path, line, column in frames]
        text = raised_text(what, kinds, clean(problem))
        raise SubmissionFailure("failed", text, places, kinds[0])

    def _load(self, frame: bytes) -> Any:
        message = self._wire.load(frame)
        self._manners.budget.expand(self._wire.check_extent(message))
        return message

    def _answer_callback(self, frame: bytes) -> bytes:
        """Run one of the suite's functions for the submission."""
        number, args, kwargs = read_question(self._load(frame))
        if not 0 <= number < len(self._functions):
            raise WireError("a callback that was never handed out")
        problem = unfit_argument(args, kwargs)
        try:
            if problem:
                raise SubmissionFailure("failed", NOT_TAKEN.format(problem=problem))
            return self._wire.dump(("value", self._functions[number](*args, **kwargs)), share=False)
        except SubmissionFailure as failure:
            self._complaint = failure
            raise
        except AssertionError as complaint:
            self._complaint = complaint
            raised = ("raised", "RuntimeError", "stopped by the grader")
        except Exception as error:
            raised = ("raised", type(error).__name__, clean(str(error)))
        return self._wire.dump(raised, share=False)

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
        if type(number) is not int or type(class_name) is not str or len(class_name) > MAX_NAME:
            raise WireError("an object is malformed")
        if not class_name.isidentifier():
            raise WireError("a class has a name that is none")
        if number not in self._handles:
            if len(self._handles) >= MAX_SHARED:
                raise WireError("there are too many objects")
            self._handles[number] = Handle(self, number, class_name)
        return self._handles[number]


def _importing(module: str, errstate: Mapping[str, str]) -> tuple[Any, ...]:
    return "import", module, tuple(errstate.items())


def first_request(module: str, errstate: Mapping[str, str]) -> bytes:
    """What a Submission of this module asks first, for a worker to begin with it ahead."""
    return Wire(PlainOnly(), first_id=0).dump(_importing(module, errstate), share=True)


def from_module(submission: Submission, module: str, name: str) -> Callable[..., Any]:
    """A function or class of another file that was handed in, to be called."""
    own, errstate = submission._imported

    def call(*args: Any, **kwargs: Any) -> Any:
        submission._import(module, errstate)
        result = submission._call((name,), args, kwargs)
        submission._import(own, errstate)
        return result

    return call


def transcript(submission: Submission) -> list[Call]:
    """The calls of a submission so far."""
    return submission._transcript
