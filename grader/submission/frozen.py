"""Values kept as they were at one moment, and compared within rounding."""

import cmath
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from ..wire.extent import PART_SIZE

RTOL = 1e-7  # the same computation, written in another order, differs by rounding only
ATOL = 1e-9  # the same, relative to an array's largest element
MOST = 20_000  # elements of an array, and parts of a value, that are kept
MAX_DEPTH = 32
MISFITS = {  # numpy's words, and what they mean whatever the shapes are
    " not aligned: ": "no matrix product",
    "matmul: Input operand ": "no matrix product",
    "operands could not be broadcast together": "no broadcasting",
}

_SEQUENCES, _PLAIN = (tuple, list), (bool, int, float, complex, str, np.generic)
_AS_PYTHONS = (np.float64, np.complex128, np.int64, np.bool_)


def freeze(value: Any, hold: Callable[[int], bool] = lambda size: True) -> Any:
    """A copy that later changes do not reach; of objects and functions only their class is kept.

    A value may contain itself, or one part very often: what goes too far is cut off. hold: asked
    for the bytes of each part; None is returned when it says no.
    """
    try:
        return _freeze(value, 0, iter(range(MOST)), hold)
    except _Full:
        return None


class _Full(Exception):
    """There is no room for the copy."""


def _freeze(value: Any, depth: int, parts: Iterator[int], hold: Callable[[int], bool]) -> Any:
    """parts: runs out when the whole value has given as many as are kept."""
    if depth > MAX_DEPTH:
        return "…"
    if not hold(PART_SIZE + _own_size(value)):
        raise _Full
    if isinstance(value, np.ndarray):
        if value.size <= MOST:
            return value.copy()
        return value.shape, value.ravel()[:MOST].copy()
    if isinstance(value, _SEQUENCES):
        some = zip(value, parts, strict=False)
        kept = [_freeze(item, depth + 1, parts, hold) for item, _ in some]
        return tuple(kept) if isinstance(value, tuple) else kept
    if isinstance(value, dict):
        items = zip(value.items(), parts, strict=False)
        return {key: _freeze(item, depth + 1, parts, hold) for (key, item), _ in items}
    if value is None or isinstance(value, _PLAIN):
        return value
    return f"<{type(value).__name__} {getattr(value, '_class_name', '')}>"


def _own_size(value: Any) -> int:
    """The bytes of a value less those of its parts, as far as it is kept."""
    if isinstance(value, np.ndarray):
        return min(value.size, MOST) * value.itemsize
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) for key in islice(value, MOST) if isinstance(key, str))
    return 0


def comparable(answer: Any) -> Any:
    """An answer as it is compared with another's: of an exception its classes and what it says.

    Where it came by does not belong to that, nor in which of numpy's words and of which shapes it
    is said that they do not fit: np.dot and @ are one, and so are the orders of two additions.
    """
    if not (isinstance(answer, tuple) and answer[:1] == ("raised",)):
        return answer
    kind, classes, message, *_ = answer
    meant = (meaning for words, meaning in MISFITS.items() if words in message)
    return kind, classes, next(meant, message)


def alike(a: Any, b: Any) -> bool:
    """Whether two frozen values are equal, floats within rounding.

    Costs no more than the smaller of them: what has another size is another value.
    """
    a, b = _of_python(a), _of_python(b)
    if isinstance(a, float | complex) and type(a) is type(b):
        return _alike_numbers(complex(a), complex(b))
    if isinstance(a, np.ndarray | np.generic) and type(a) is type(b):
        return _alike_arrays(np.asarray(a), np.asarray(b))
    if isinstance(a, _SEQUENCES):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        if not isinstance(b, dict) or len(a) != len(b):
            return False
        return all(key in b and alike(item, b[key]) for key, item in a.items())
    return type(a) is type(b) and bool(a == b)


def _of_python(value: Any) -> Any:
    """A number of NumPy's as Python's own, where that holds the same: float() changes nothing."""
    return value.item() if isinstance(value, _AS_PYTHONS) else value


def _alike_numbers(a: complex, b: complex) -> bool:
    """The same as for arrays, thirty times as quick."""
    if a == b or (cmath.isnan(a) and cmath.isnan(b)):
        return True
    try:
        return cmath.isfinite(a) and cmath.isfinite(b) and abs(a - b) <= (RTOL + ATOL) * abs(b)
    except OverflowError:  # the length of a complex number, both parts of which are finite
        return False


def _alike_arrays(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.tobytes() == b.tobytes():  # as most are, and a fiftieth of the time
        return True
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    finite = np.abs(b[np.isfinite(b)])
    scale = float(finite.max()) if finite.size else 0.0
    return bool(np.allclose(a, b, RTOL, ATOL * scale, equal_nan=True))
