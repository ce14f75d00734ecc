"""What a learner reads when a test fails: the call, what came back, what was expected."""

import inspect
from typing import Any

import numpy as np

from ..expect import Mismatch
from ..submission.module import Handle, SubmissionFailure
from ..submission.record import Call
from ..words.show import ALL_DIGITS, DIGITS, clean, kind, show
from ..words.wording import path_text

SAME_FACTOR = 1e-4  # a factor this near to 1 says nothing
INLINE = 60  # characters of arguments that fit beside the name

# A function of the suite is described by its docstring's first line.


def explain_mismatch(mismatch: Mismatch, calls: list[Call], names: "Names") -> str:
    """The whole message for a value that is not as expected."""
    call = next((call for call in reversed(calls) if call.returned(mismatch.value)), None)
    call = call or (calls[-1] if calls else None)
    lines = call_lines(call, names) if call else []
    label = mismatch.what.strip() or "the value"
    if call and call.result is mismatch.value and not mismatch.what:
        label = "is" if call.is_attribute else "returned"
    same = show(mismatch.value) == show(mismatch.expected)
    digits = ALL_DIGITS if same else DIGITS
    lines += _labelled(label, mismatch.value, digits)
    if mismatch.expected is not None or not mismatch.problem:
        lines += _labelled("expected", mismatch.expected, digits)
    sentence = mismatch.problem or difference(mismatch.value, mismatch.expected)
    return "\n".join([*lines, *filter(None, [sentence, mismatch.step])])


def explain_failure(failure: SubmissionFailure, calls: list[Call], names: "Names") -> str:
    """The whole message for a submission that raised, hung, crashed or lacks a name."""
    written = "is not written yet" not in str(failure)
    lines = call_lines(calls[-1], names) if calls and written else []
    return "\n".join([*lines, str(failure)])


def explain_other(error: BaseException, calls: list[Call], names: "Names") -> str:
    """The message for a plain assertion of a suite, or a value that a suite could not use."""
    lines = call_lines(calls[-1], names) if calls else []
    if isinstance(error, AssertionError):
        return "\n".join([*lines, clean(str(error))])
    if calls:
        lines += _labelled("returned", calls[-1].result)
    problem = f"The suite could not use this value: {type(error).__name__}: {clean(str(error))}"
    return "\n".join([*lines, problem])


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
        except (TypeError, ValueError):  # nothing of the reference: submissions name their classes
            return []
        return names[1:] if names[:1] == ["self"] else names


def call_lines(call: Call, names: Names) -> list[str]:
    """A call as a learner would type it, with larger arguments on lines of their own."""
    if call.is_attribute:
        return [path_text(call.path)]
    parameters = names.parameters(call.path)
    given: list[tuple[str, str, bool]] = []
    for index, value in enumerate(call.args):
        name = parameters[index] if index < len(parameters) else f"argument {index + 1}"
        given.append((name, _argument(value), False))
    given += [(name, _argument(value), True) for name, value in call.kwargs.items()]
    inline = ", ".join(f"{name}={text}" if keyword else text for name, text, keyword in given)
    function = path_text(call.path)
    if len(inline) <= INLINE and "\n" not in inline:
        return [f"{function}({inline})"]
    width = max(len(name) for name, _, _ in given)
    lines = [f"{function}({', '.join(name for name, _, _ in given)})"]
    for name, text, _ in given:
        first, *rest = text.split("\n")
        lines.append(f"    {name.ljust(width)} = {first}")
        lines += [" " * (width + 7) + line for line in rest]
    return lines


def _argument(value: object) -> str:
    if isinstance(value, Handle):
        return path_text((value,))
    if isinstance(value, np.random.Generator):
        return "rng"
    if callable(value):
        return (inspect.getdoc(value) or str(getattr(value, "__name__", "f"))).split("\n")[0]
    return show(value)


def _labelled(label: str, value: object, digits: int = DIGITS) -> list[str]:
    text = show(value, digits)
    if "\n" in text:
        return [label, *(f"    {line}" for line in text.split("\n"))]
    return [label.ljust(max(10, len(label) + 1)) + text]


def difference(value: object, expected: object) -> str:
    """How a value differs from the expected one, if one sentence says it for every element."""
    with np.errstate(all="ignore"):
        return _difference(value, expected)


def _difference(value: object, expected: object) -> str:
    if not isinstance(value, int | float | complex | np.number | np.ndarray):
        return f"This is {kind(value)}; expected is {kind(expected)}."
    if isinstance(value, bool) or not isinstance(expected, int | float | np.number | np.ndarray):
        return f"This is {kind(value)}; expected is {kind(expected)}."
    actual, wanted = np.asarray(value), np.asarray(expected)
    if actual.shape != wanted.shape:
        return _shape_difference(actual, wanted)
    if actual.dtype != wanted.dtype and actual.ndim:
        return f"The dtype is {actual.dtype}; expected is {wanted.dtype}."
    if actual.dtype.kind not in "fiu":
        return ""
    bad = int(np.sum(~np.isfinite(actual)))
    if bad:
        return f"{bad} of {actual.size} elements are NaN or infinite." if actual.ndim else ""
    return _relation(actual.astype(float), wanted.astype(float))


def _shape_difference(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> str:
    if actual.ndim == 0:
        return f"This is a single number; expected is {kind(wanted)}."
    if wanted.ndim == 0:
        return f"This is {kind(actual)}; expected is a single number."
    if actual.T.shape == wanted.shape and _same(actual.T, wanted):
        return "This is the expected array, transposed."
    return f"The shape is {actual.shape}; expected is {wanted.shape}."


def _relation(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> str:
    """Sign, factor, offset, order: only where it holds on every element."""
    if _same(actual, -wanted):
        return "The sign is wrong: this is minus the expected value."
    large = np.abs(wanted) > 1e-12
    if np.any(large):
        factor = float(np.median(actual[large] / wanted[large]))
        telling = abs(factor - 1) > SAME_FACTOR if actual.size > 1 else _is_plain(factor)
        if telling and factor and _same(actual, factor * wanted):
            return f"This is {factor:.6g} times the expected value."
    if actual.ndim == 0:
        return ""
    offset = float(np.median(actual - wanted))
    if actual.size > 1 and _same(actual, wanted + offset):
        return f"Every element is too {'large' if offset > 0 else 'small'} by {abs(offset):.6g}."
    if actual.ndim == 2 and actual.shape == actual.T.shape and _same(actual.T, wanted):
        return "This is the expected array, transposed."
    if len(actual) > 2:
        if _same(actual[1:], wanted[:-1]):
            return "Shifted by one: element i is the expected element i - 1."
        if _same(actual[:-1], wanted[1:]):
            return "Shifted by one: element i is the expected element i + 1."
    wrong = ~np.isclose(actual, wanted, 1e-7, 1e-10)
    first = tuple(int(index) for index in np.argwhere(wrong)[0]) if np.any(wrong) else ()
    if not first or np.all(wrong):
        return ""
    where = ", ".join(map(str, first))
    return f"{int(wrong.sum())} of {wrong.size} elements differ, the first at [{where}]."


def _is_plain(factor: float) -> bool:
    """Whether a factor means something for a single number, which is always some multiple."""
    whole = max(abs(factor), 1 / abs(factor)) if factor else 0.0
    return 1.5 < whole < 1000 and abs(whole - round(whole)) < 1e-6


def _same(actual: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> bool:
    return bool(np.allclose(actual, wanted, rtol=1e-6, atol=1e-12))
