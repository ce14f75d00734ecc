"""The forms in which numbers, keys and arrays cross the wire; each is checked when it is read.

Only one form of each is read, the one that is written: whatever else stands there was forged.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

MAX_FRAME = 8 << 20  # bytes in one message
MAX_DEPTH = 32  # of nested containers
MAX_INT_BITS = 4096
_SMALLEST, _LARGEST = -(1 << 63), (1 << 64) - 1  # integers that msgpack has a form for
ARRAY_KINDS = frozenset("biufc")
MAX_SPAN = MAX_FRAME  # of an array's lengths multiplied, those of 0 left out: 0 × 10⁹ is no data

# By the names that cross: in this machine's byte order, and no long doubles, which have bit
# patterns that are no number.
DTYPES = {name: np.dtype(name) for name in (np.dtype(code).str for code in "?bhilqBHILQefdFD")}

Tree = Any  # what msgpack carries: None, bool, int, float, str, bytes and lists of them


class WireError(ValueError):
    """A value that cannot cross, or a message that no honest far end sends."""


def write_key(key: object) -> Tree:
    """A dict's key. No larger integers: any number of them can have the same hash."""
    if type(key) is str:
        return key
    if not isinstance(key, str | int | float | None):
        raise WireError(f"a dict has a key of type {type(key).__name__}")
    if isinstance(key, str | float):
        return str(key) if isinstance(key, str) else float(key)
    if key is not None and not _SMALLEST <= key <= _LARGEST:
        raise WireError("a dict has an integer of more than 64 bits as a key")
    return key if key is None or isinstance(key, bool) else int(key)


def write_int(value: int) -> Tree:
    if _SMALLEST <= value <= _LARGEST:
        return value
    if value.bit_length() > MAX_INT_BITS:
        raise WireError(f"an integer of {value.bit_length()} bits is too large to pass on")
    return ["int", hex(value)]


def read_int(body: list[Tree]) -> int:
    (digits,) = body
    if type(digits) is not str or len(digits) > MAX_INT_BITS // 4 + 4:
        raise WireError("an integer is malformed")
    value = int(digits, 16)
    if hex(value) != digits or _SMALLEST <= value <= _LARGEST:
        raise WireError("an integer is malformed")
    return value


def read_complex(body: list[Tree]) -> complex:
    real, imag = body
    if type(real) is not float or type(imag) is not float:
        raise WireError("a complex number is malformed")
    return complex(real, imag)


def write_array(array: np.ndarray[Any, Any]) -> list[Tree]:
    name = array.dtype.str
    if name not in DTYPES:
        dtype = array.dtype.newbyteorder("=")
        if dtype.str not in DTYPES:
            raise WireError(f"an array of dtype {array.dtype} cannot be passed on")
        name, array = dtype.str, array.astype(dtype)
    if array.nbytes > MAX_FRAME or _span(array.shape) > MAX_SPAN:
        raise WireError(f"an array of shape {array.shape} is too large to pass on")
    return [name, list(array.shape), array.tobytes()]


def read_array(body: list[Tree]) -> np.ndarray[Any, Any]:
    """An array of its own memory, in C's order and this machine's byte order."""
    code, shape, data = body
    if type(code) is not str or type(shape) is not list or type(data) is not bytes:
        raise WireError("an array is malformed")
    dtype = DTYPES.get(code)
    if dtype is None:
        raise WireError("an array has a dtype that cannot be passed on")
    if len(shape) > MAX_DEPTH or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("an array has an impossible shape")
    if math.prod(shape) * dtype.itemsize != len(data) or _span(shape) > MAX_SPAN:
        raise WireError("an array's size and its data disagree")
    if dtype.kind == "b" and data.translate(None, b"\0\1"):
        raise WireError("an array of bools holds something else")
    return np.frombuffer(data, dtype).reshape(shape).copy()


def read_scalar(body: list[Tree]) -> np.generic:
    if not body or body[1:2] != [[]]:
        raise WireError("a single number has a shape")
    return read_array(body).reshape(-1)[0]  # type: ignore[no-any-return]  # of dtype Any


def _span(shape: Sequence[int]) -> int:
    return math.prod(filter(None, shape))
