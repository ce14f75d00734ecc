"""The forms in which numbers, keys and arrays cross the wire; each is checked when it is read."""

import math
from typing import Any

import numpy as np

MAX_FRAME = 8 << 20  # bytes in one message
MAX_DEPTH = 32  # of nested containers
MAX_INT_BITS = 4096
_SMALLEST, _LARGEST = -(1 << 63), (1 << 64) - 1  # integers that msgpack has a form for
ARRAY_KINDS = frozenset("biufc")

Tree = Any  # what msgpack carries: None, bool, int, float, str, bytes and lists of them


class WireError(ValueError):
    """A value that cannot cross, or a message that no honest far end sends."""


def write_key(key: object) -> Tree:
    """A dict's key. No larger integers: any number of them can have the same hash."""
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
    if len(digits) > MAX_INT_BITS // 4 + 4:
        raise WireError("an integer is too large")
    return int(digits, 16)


def read_complex(body: list[Tree]) -> complex:
    real, imag = body
    return complex(float(real), float(imag))


def write_array(array: np.ndarray[Any, Any]) -> list[Tree]:
    if array.dtype.kind not in ARRAY_KINDS:
        raise WireError(f"an array of dtype {array.dtype} cannot be passed on")
    if array.nbytes > MAX_FRAME:
        raise WireError(f"an array of shape {array.shape} is too large to pass on")
    return [array.dtype.str, list(array.shape), array.tobytes()]


def read_array(body: list[Tree]) -> np.ndarray[Any, Any]:
    code, shape, data = body
    if not isinstance(code, str) or not isinstance(data, bytes) or len(shape) > MAX_DEPTH:
        raise WireError("an array is malformed")
    if len(code) > 4 or code[1:2] not in ARRAY_KINDS or np.dtype(code).str != code:
        raise WireError("an array has a dtype that cannot be passed on")
    dtype = np.dtype(code)
    if not all(type(length) is int and length >= 0 for length in shape):
        raise WireError("an array has an impossible shape")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("an array's size and its data disagree")
    return np.frombuffer(data, dtype).reshape(shape).copy()
