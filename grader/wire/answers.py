"""The answers that a worker gives and the questions that it asks, and no others.

Each request of the judge's has a few answers. A shape that no worker sends is refused here, before
anything is made of it:

("value", value)                      to import and set: None
("callable",)                         to get
("missing", name, near names)
("raised", class names, message, ((path, line, column), …))    classes: the exception's own and its
                                      bases; column: from 1, where it is known, or 0
("unfit", why the value cannot cross)

In the middle of a call the worker may ask for one of the suite's functions: (number, positional
arguments, arguments by name).
"""

from typing import Any

import numpy as np

from .forms import MAX_FRAME, WireError

MAX_TEXT = 2000  # characters of a message or a reason
MAX_NAME = 200  # of a class's name, or one that is missing
MAX_NEAR = 3
MAX_KINDS = 30
MAX_PLACES = 20
MAX_PATH = 4096
MAX_LINE = 1 << 24
MAX_LINES = 10_000  # that ran, of one file
MAX_ARGUMENT_ITEMS = 10_000  # in all containers among the arguments of a callback
MAX_ARGUMENT_TEXT = 10_000  # characters
MAX_ARGUMENT_BITS = 64
REFUSED = "an answer of a kind that does not belong to the request"

Answer = tuple[Any, ...]


def read_answer(operation: str, message: object) -> Answer:
    """The answer to a request, which is one of those above. Raises WireError."""
    if type(message) is not tuple or not 1 <= len(message) <= 4 or type(message[0]) is not str:
        raise WireError(REFUSED)
    kind, details = message[0], message[1:]
    if kind == "value":
        fits = len(details) == 1 and (operation in ("call", "get") or details[0] is None)
    elif kind == "callable":
        fits = operation == "get" and not details
    elif kind == "missing":
        fits = operation != "import" and len(details) == 2 and _is_missing(*details)
    elif kind == "raised":
        fits = len(details) == 3 and _is_raised(*details)
    else:
        fits = kind == "unfit" and len(details) == 1 and _is_text(details[0], MAX_TEXT)
    if not fits:
        raise WireError(REFUSED)
    return message


def read_question(message: object) -> tuple[int, tuple[Any, ...], dict[str, Any]]:
    """A callback's number and its arguments. Raises WireError."""
    if type(message) is not tuple or len(message) != 3:
        raise WireError("a question of unknown kind")
    number, args, kwargs = message
    if type(number) is not int or type(args) is not tuple or type(kwargs) is not dict:
        raise WireError("a question of unknown kind")
    if not all(type(name) is str for name in kwargs):
        raise WireError("an argument has a name that is none")
    return number, args, kwargs


def unfit_argument(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Why the arguments of a callback are nothing that a suite's function should meet, if so.

    It would compute with all of them, and `list * number` makes more than was sent.
    """
    items, texts, size = 0, 0, 0
    ahead: list[Any] = [args, kwargs]
    while ahead:
        value = ahead.pop()
        if isinstance(value, np.ndarray | np.generic):
            size += value.nbytes
        elif type(value) is str:
            texts += len(value)
        elif type(value) in (list, tuple, dict):
            items += len(value)
            texts += sum(len(key) for key in value if type(key) is str)
            ahead.extend(value.values() if type(value) is dict else value)
        elif type(value) is int and value.bit_length() > MAX_ARGUMENT_BITS:
            return f"an integer of {value.bit_length()} bits"
        if items > MAX_ARGUMENT_ITEMS or texts > MAX_ARGUMENT_TEXT or size > MAX_FRAME:
            return "more values than it can need"
    return ""


def _is_missing(name: object, near: object) -> bool:
    return _is_name(name) and _are_names(near, MAX_NEAR)


def _is_raised(kinds: object, message: object, places: object) -> bool:
    return (
        _are_names(kinds, MAX_KINDS)
        and kinds != []
        and _is_text(message, MAX_TEXT)
        and type(places) is list
        and len(places) <= MAX_PLACES
        and all(map(_is_place, places))
    )


def _is_place(place: object) -> bool:
    if type(place) is not list or len(place) != 3 or not _is_text(place[0], MAX_PATH):
        return False
    _, line, column = place
    if type(line) is not int or type(column) is not int:
        return False
    return 0 < line <= MAX_LINE and 0 <= column <= MAX_LINE


def _is_text(value: object, limit: int) -> bool:
    return type(value) is str and len(value) <= limit


def _is_name(value: object) -> bool:
    return type(value) is str and len(value) <= MAX_NAME and value.isidentifier()


def _are_names(value: object, most: int) -> bool:
    return type(value) is list and len(value) <= most and all(map(_is_name, value))
