"""Values as a person reads them: short, exact enough, safe to print."""

from itertools import islice
from typing import Any

import numpy as np

from .text import clean

MAX_ELEMENTS = 24  # of an array that is shown in full
MAX_KEYS = 8  # of a dict
MAX_DEPTH = 3  # of containers in containers: what a submission returned may contain itself
ONE_LINE = 60  # characters of the parts of a matrix or dict that stands on one line
MAX_LENGTH = 2000  # characters for a container
MAX_TEXT = 200  # characters for anything else
DIGITS = 8  # significant ones, where they tell a value from what it is compared with
ARRAY_DIGITS = 5
ALL_DIGITS = 17


class Shown(str):
    """A value that is known by its text only."""


def show(value: object, digits: int = DIGITS, depth: int = MAX_DEPTH) -> str:
    """A value that crossed the wire, on one line, or on a few for a matrix."""
    if isinstance(value, Shown):
        return value
    if isinstance(value, np.ndarray):
        return _show_array(value, _of_arrays(digits))
    if isinstance(value, np.generic):
        return _show_number(value.item(), digits)
    if isinstance(value, bool | int | float | complex):
        return _show_number(value, digits)
    if isinstance(value, str):
        return clean(repr(value[: MAX_TEXT + 1]), MAX_TEXT)  # never all of a long one
    if isinstance(value, dict | tuple | list):
        text = _show_parts(value, digits, depth - 1) if depth else "…"
        return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + " …"
    return clean(repr(value), MAX_TEXT)


def _show_parts(value: Any, digits: int, depth: int) -> str:
    """What no one will read is not even written: it may be very much."""
    most = MAX_KEYS if isinstance(value, dict) else MAX_ELEMENTS
    items: list[str] = []
    length = 0
    for part in islice(value.items() if isinstance(value, dict) else value, most):
        if isinstance(value, dict):
            items.append(f"{show(part[0])}: {_show_part(part[1], digits, depth, len(value))}")
        else:
            items.append(_show_part(part, digits, depth, len(value)))
        length += len(items[-1])
        if length > MAX_LENGTH:
            break
    if isinstance(value, dict):
        between = ", " if length < ONE_LINE else ",\n "
        return "{" + between.join([*items, *["…"] * (len(value) > MAX_KEYS)]) + "}"
    if len(value) > MAX_ELEMENTS:
        items.append("…")
    opening, closing = "()" if isinstance(value, tuple) else "[]"
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return f"{opening}{', '.join(items)}{comma}{closing}"


def _show_part(value: Any, digits: int, depth: int, count: int) -> str:
    """One of so many parts; of several, none that is an array takes more than a line."""
    text = show(value, digits, depth)
    if count > 1 and "\n" in text and isinstance(value, np.ndarray):
        return _beginning(value, _of_arrays(digits))
    return text


def rows(array: np.ndarray[Any, Any], digits: int = DIGITS) -> list[list[str]] | None:
    """The elements of a small array of one or two dimensions, row by row; None of any other."""
    if not 0 < array.size <= MAX_ELEMENTS or array.ndim not in (1, 2):
        return None
    digits = _of_arrays(digits)
    return [[_show_number(e.item(), digits) for e in row] for row in np.atleast_2d(array)]


def kind_name(value: object) -> str:
    """What sort of thing a value is, in one word."""
    if value is None:
        return "None"
    kinds = (
        (np.ndarray, "array"),
        (bool | np.bool_, "bool"),
        (int | float | complex | np.number, "number"),
        (str, "string"),
        (list, "list"),
        (tuple, "tuple"),
        (dict, "dict"),
    )
    return next((name for sort, name in kinds if isinstance(value, sort)), "object")


def kind(value: object) -> str:
    """What sort of thing a value is, with its article."""
    if isinstance(value, np.ndarray):
        dtype = "" if value.dtype == np.float64 else f" and dtype {value.dtype}"
        return f"an array of shape {value.shape}{dtype}"
    if isinstance(value, np.float32):
        return "a number of dtype float32"
    name = "object" if type(value) is complex else kind_name(value)
    articles = {"None": "None", "object": "an object"}
    return articles.get(name, f"a {name}")


def _of_arrays(digits: int) -> int:
    """How many digits an array's elements have where a number would have so many."""
    return digits if digits > DIGITS else ARRAY_DIGITS


def _show_number(number: Any, digits: int) -> str:
    if isinstance(number, float):
        return f"{number or 0.0:.{digits}g}"  # a negative zero is one as well
    return clean(str(number), MAX_TEXT)


def _show_array(array: np.ndarray[Any, Any], digits: int) -> str:
    if array.size > MAX_ELEMENTS or array.ndim > 2:
        return _beginning(array, digits)
    if array.ndim == 0:
        return _show_number(array.item(), digits)
    if array.size == 0:
        return f"empty array of shape {array.shape}"
    if array.ndim == 1:
        return _show_row(array, digits)
    rows = [_show_row(row, digits) for row in array]
    short = sum(map(len, rows)) < ONE_LINE
    return f"[{', '.join(rows)}]" if short else "[" + ",\n ".join(rows) + "]"


def _beginning(array: np.ndarray[Any, Any], digits: int) -> str:
    start = ", ".join(_show_number(item.item(), digits) for item in array.flat[:4])
    more = ", …" if array.size > 4 else ""
    return f"array of shape {array.shape}: {start}{more}"


def _show_row(row: np.ndarray[Any, Any], digits: int) -> str:
    return "[" + ", ".join(_show_number(item.item(), digits) for item in row) + "]"
