"""What suites say about a value: it is close to, it is unchanged, it has these parts.

Every comparison looks at the type and the shape first: a scalar never matches an array by
broadcasting, an empty array never matches a full one, and NaN matches nothing.
"""

import contextlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

# Two correct formulas in float64 agree to about 1e-13; a suite loosens this where a correct
# alternative or the conditioning of the problem needs it, and says so beside the number.
RTOL = 1e-9
ATOL = 1e-12

MAX_KEYS = 12  # of a dict that are named
MAX_KEY = 60  # characters of one
TINY = 1e-300  # stands for a tolerance of zero where one is divided by
_used: list[float] | None = None

MISSING_KEYS = "The dict lacks the keys: {names}."
EXTRA_KEYS = "The dict has keys that do not belong there: {names}."
RIGHT_STEPS = "Right so far: {names}. "
FIRST_WRONG_STEP = "The first wrong quantity is {name}: {step}."


class Mismatch(AssertionError):
    """A value that is not what the suite expects.

    value: what the suite looked at, part of what the submission returned; expected: what it
    should be; what: the name of the part; problem: a whole sentence where the two values alone
    do not say it; step: which step of a long computation it is.
    """

    step = ""

    def __init__(self, value: object, expected: object, what: str = "", problem: str = "") -> None:
        super().__init__(problem or f"{what or 'the value'} is not as expected")
        self.value = value
        self.expected = expected
        self.what = what
        self.problem = problem


def assert_close(
    actual: object, expected: Any, rtol: float = RTOL, atol: float = ATOL, what: str = ""
) -> None:
    """Check that |actual − expected| ≤ atol + rtol · |expected| in every element.

    Takes numbers, arrays, and tuples, lists or dicts of them. Arrays must have the expected shape
    and kind of dtype. Raises Mismatch.
    """
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping) or not _same_keys(actual, expected):
            raise Mismatch(actual, expected, what, _key_problem(actual, expected))
        for key, part in expected.items():
            assert_close(actual[key], part, rtol, atol, f"{what}[{key!r}]")
    elif isinstance(expected, tuple | list):
        if not isinstance(actual, tuple | list) or len(actual) != len(expected):
            raise Mismatch(actual, expected, what)
        for index, (value, part) in enumerate(zip(actual, expected, strict=True)):
            assert_close(value, part, rtol, atol, f"{what}[{index}]")
    elif not _close(actual, np.asarray(expected), rtol, atol):
        raise Mismatch(actual, expected, what)


@contextlib.contextmanager
def recording() -> Iterator[list[float]]:
    """Note the share of its tolerance that each comparison inside uses; 1 is all of it."""
    global _used
    before, _used = _used, []
    try:
        yield _used
    finally:
        _used = before


def _same_keys(actual: Mapping[Any, Any], expected: Mapping[Any, Any]) -> bool:
    return len(actual) == len(expected) and all(key in actual for key in expected)


def _key_problem(actual: object, expected: Mapping[Any, Any]) -> str:
    """Which keys a dict lacks or has too many of, the first of them."""
    if not isinstance(actual, Mapping):
        return ""
    missing = (key for key in expected if key not in actual)
    extra = (key for key in actual if key not in expected)
    for sentence, keys in ((MISSING_KEYS, missing), (EXTRA_KEYS, extra)):
        names = [_key_text(key) for key in islice(keys, MAX_KEYS + 1)]
        if names:
            names[MAX_KEYS:] = ["…"] * (len(names) > MAX_KEYS)
            return sentence.format(names=", ".join(names))
    return ""


def _key_text(key: object) -> str:
    text = str(key[: MAX_KEY + 1] if isinstance(key, str) else key)
    return text if len(text) <= MAX_KEY else text[:MAX_KEY] + "…"


def _close(actual: object, expected: np.ndarray, rtol: float, atol: float) -> bool:
    if expected.ndim and not isinstance(actual, np.ndarray):
        return False
    if not isinstance(actual, int | float | complex | np.generic | np.ndarray):
        return False
    value = np.asarray(actual)
    if value.dtype.kind not in "biufc" or expected.dtype.kind not in "biufc":
        return _same_integers(actual, expected)  # too large for any dtype
    if value.shape != expected.shape or not _fitting_dtype(value, expected):
        return False
    if not np.all(np.isfinite(value)) and np.all(np.isfinite(expected)):
        return False
    with np.errstate(all="ignore"):
        if _used is not None and value.size:
            allowed = atol + rtol * np.abs(expected)
            _used.append(float(np.max(np.abs(value - expected) / np.maximum(allowed, TINY))))
        return bool(np.allclose(value, expected, rtol, atol))


def _same_integers(actual: object, expected: np.ndarray) -> bool:
    return expected.ndim == 0 and type(actual) is int and actual == expected.item()


def _fitting_dtype(value: np.ndarray, expected: np.ndarray) -> bool:
    """Floats are float64; a single whole number may stand for a float; a bool is no number."""
    if expected.dtype.kind in "iu":
        return value.dtype.kind in "iu"
    if expected.dtype.kind == "f":
        return value.dtype == np.float64 or (value.ndim == 0 and value.dtype.kind in "iu")
    return value.dtype.kind == expected.dtype.kind


def assert_unchanged(array: np.ndarray, before: np.ndarray, what: str) -> None:
    """Check that a call left an array that it was given exactly as it was. Raises Mismatch."""
    if not np.array_equal(array, before):
        problem = f"The call changed {what}, which should stay as it was: work on a copy."
        raise Mismatch(array, before, f"{what} after the call", problem)


def assert_in_range(actual: object, low: float, high: float, what: str = "") -> None:
    """Check that a value is a real number from low to high. Raises Mismatch."""
    number = isinstance(actual, int | float | np.integer | np.floating)
    # No float(): an integer may be too large for it.
    if not number or isinstance(actual, bool) or not low <= actual <= high:  # type: ignore[operator]  # number says so
        raise Mismatch(actual, None, what, f"It should lie between {low:g} and {high:g}.")


def assert_shape(actual: object, shape: tuple[int, ...], what: str = "") -> None:
    """Check that a value is a float64 array of this shape, all finite. Raises Mismatch."""
    if not isinstance(actual, np.ndarray) or actual.shape != shape:
        raise Mismatch(actual, None, what, f"It should be an array of shape {shape}.")
    if actual.dtype != np.float64:
        raise Mismatch(actual, None, what, "It should be an array of float64.")
    if not np.all(np.isfinite(actual)):
        raise Mismatch(actual, None, what, "It should not contain NaN or infinity.")


def assert_steps(
    actual: Mapping[str, Any],
    expected: Mapping[str, Any],
    steps: Mapping[str, str],
    rtol: float = RTOL,
    atol: float = ATOL,
) -> None:
    """Check the quantities of a long computation, and name the first wrong one.

    steps: quantity → the step that computes it, in the order of the computation. Raises Mismatch.
    """
    if not isinstance(actual, Mapping) or not all(key in actual for key in expected):
        raise Mismatch(actual, expected, "", _key_problem(actual, expected))
    right: list[str] = []
    for name, step in steps.items():
        try:
            assert_close(actual[name], expected[name], rtol, atol, name)
        except Mismatch as mismatch:
            mismatch.step = FIRST_WRONG_STEP.format(name=name, step=step)
            if right:
                mismatch.step = RIGHT_STEPS.format(names=", ".join(right)) + mismatch.step
            raise
        right.append(name)


def unpack(result: object, *names: str) -> tuple[Any, ...]:
    """The parts of a tuple or list with one part for each name. Raises Mismatch."""
    if not isinstance(result, tuple | list) or len(result) != len(names):
        raise Mismatch(result, None, "", f"It should be a tuple ({', '.join(names)}).")
    return tuple(result)
