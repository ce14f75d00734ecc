"""What is told of a failed test: the call, what came back, what was expected, how they relate."""

import inspect
import itertools
from typing import Any

import numpy as np

from ..expect import Mismatch
from ..report.failure import Argument, Failure, History, Raised, Sentence, ShownCall, Value
from ..submission.handles import Handle
from ..submission.manners import SubmissionFailure
from ..submission.record import Call, call_that_returned
from ..words.show import ALL_DIGITS, DIGITS, kind_name, rows, show
from ..words.text import clean, clean_lines
from ..words.wording import object_name, path_text
from .relation import difference, differing

MOST_EARLIER = 3  # calls of an object that are told besides the one that went wrong


class Names:
    """The parameter names of an exercise's public functions, taken from its solution."""

    def __init__(self, reference: object) -> None:
        self._reference = reference

    def parameters(self, path: tuple[Any, ...]) -> list[str]:
        value: Any = self._reference
        for step in path:
            step = step._class_name if isinstance(step, Handle) else step
            value = getattr(value, step, None)
        try:
            names = list(inspect.signature(value).parameters)
        except Exception:  # nothing of the reference: submissions name their classes
            return []
        return names[1:] if names[:1] == ["self"] else names


def explain(error: BaseException, calls: list[Call], names: Names) -> Failure:
    """What is told of an exception that ended a test after these calls."""
    failure = _explained(error, calls, names)
    if failure.call:
        failure.history = _history(_called(error, calls), calls, names)
    return failure


def _called(error: BaseException, calls: list[Call]) -> Call:
    """The call that is shown: where the value came from that is not as expected, or the last."""
    found = call_that_returned(calls, error.value) if isinstance(error, Mismatch) else None
    return found or calls[-1]


def _explained(error: BaseException, calls: list[Call], names: Names) -> Failure:
    if isinstance(error, SubmissionFailure):
        return _explain_failure(error, calls, names)
    if isinstance(error, Mismatch):
        return _explain_mismatch(error, calls, names)
    last = _shown_call(calls[-1], names) if calls else None
    if isinstance(error, AssertionError):
        return Failure("assertion", last, note=clean(str(error)))
    problem = {"kind": type(error).__name__, "error": clean(str(error))}
    returned = _value(calls[-1].result) if calls else None
    return Failure("unusable", last, returned=returned, problems=[Sentence("unusable", problem)])


def _explain_mismatch(mismatch: Mismatch, calls: list[Call], names: Names) -> Failure:
    """A value that is not as expected: the call that it came from is the one that is shown."""
    value, expected = mismatch.value, mismatch.expected
    call = _called(mismatch, calls) if calls else None
    whole = call is not None and call.result is value and not mismatch.what
    same = show(value) == show(expected)
    digits = ALL_DIGITS if same else DIGITS
    shows_expected = expected is not None or not mismatch.problem
    problem = None if mismatch.problem else difference(value, expected)
    return Failure(
        "mismatch",
        _shown_call(call, names) if call else None,
        what="" if whole else mismatch.what.strip() or "the value",
        returned=_value(value, digits),
        expected=_value(expected, digits) if shows_expected else None,
        differing=differing(value, expected),
        problems=[problem] if problem else [],
        note=clean_lines(filter(None, [mismatch.problem, mismatch.step])),
    )


def _explain_failure(failure: SubmissionFailure, calls: list[Call], names: Names) -> Failure:
    """A submission that raised, hung, crashed or lacks a name."""
    written = failure.kind != "NotImplementedError"
    return Failure(
        "submission",
        _shown_call(calls[-1], names) if calls and written else None,
        problems=[Sentence("text", {"text": str(failure)})],
        raised=Raised([failure.kind], "") if failure.kind else None,
    )


def _history(call: Call, calls: list[Call], names: Names) -> History | None:
    """How the object was made that a call is about, and what was called of it until then."""
    handle = call.path[0]
    if not isinstance(handle, Handle):
        return None
    before = list(itertools.takewhile(lambda each: each is not call, calls))
    making = call_that_returned(before, handle)
    if not making:
        return None
    made = _shown_call(making, names)
    made.variable = object_name(handle)
    earlier = [c for c in before if c.path[0] is handle and not c.is_attribute]
    skipped = len(earlier) - MOST_EARLIER if len(earlier) > MOST_EARLIER + 1 else 0
    return History(made, skipped, [_shown_call(each, names) for each in earlier[skipped:]])


def _shown_call(call: Call, names: Names) -> ShownCall:
    function = path_text(call.path)
    if call.is_attribute:
        return ShownCall(function, is_attribute=True)
    parameters = names.parameters(call.path)
    given = [
        Argument(parameters[i] if i < len(parameters) else f"argument {i + 1}", _argument(value))
        for i, value in enumerate(call.args)
    ]
    given += [Argument(name, _argument(value), True) for name, value in call.kwargs.items()]
    return ShownCall(function, given)


def _argument(value: object) -> Value:
    """An argument; a function of the suite is described by its docstring's first line."""
    if isinstance(value, Handle):
        return Value(path_text((value,)), "object")
    if isinstance(value, np.random.Generator):
        return Value("rng", "object")
    if callable(value):
        text = inspect.getdoc(value) or str(getattr(value, "__name__", "f"))
        return Value(text.split("\n")[0], "object")
    return _value(value)


def _value(value: object, digits: int = DIGITS) -> Value:
    if not isinstance(value, np.ndarray):
        return Value(show(value, digits), kind_name(value))
    shape = [int(length) for length in value.shape]
    return Value(show(value, digits), "array", shape, str(value.dtype), rows(value, digits))
