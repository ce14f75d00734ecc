"""How large values are to one who walks through them, which what was sent does not tell."""

from collections.abc import Iterable

import numpy as np

from .forms import WireError

MAX_EXTENT = 64 << 20  # bytes of all arrays in a value and among what is shared
MAX_MESSAGE_PARTS = 60_000  # in one message, and in a value with all that is shared, spelt out
PART_SIZE = 64  # bytes that a part of a value takes at least
CONTAINERS = (dict, list, tuple)  # `dict | list` in a function would be made at every call
_SMALL = frozenset({bool, int, float, complex, type(None)})


def extent(values: Iterable[object]) -> int:
    """The bytes of values, to one who walks through all of them.

    A list that contains itself, or another one very often, is small to send and endless to
    compute with: what is met twice counts twice. Raises WireError.
    """
    items, size = 0, 0
    ahead = list(values)
    while ahead:
        item = ahead.pop()
        if isinstance(item, np.ndarray):
            size += item.nbytes
        elif isinstance(item, str):
            size += len(item)
        elif isinstance(item, CONTAINERS):
            parts = item.values() if isinstance(item, dict) else item
            ahead += [part for part in parts if type(part) not in _SMALL]
            size += sum(map(len, filter(_is_text, item))) if isinstance(item, dict) else 0
            items += len(parts)
        items += 1
        if items > MAX_MESSAGE_PARTS or size > MAX_EXTENT:
            raise WireError("a value contains itself, or is far larger than what was sent")
    return size + items * PART_SIZE


def _is_text(value: object) -> bool:
    return isinstance(value, str)
