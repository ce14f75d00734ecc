"""The calls that a suite made of a submission, with what they were given and what came back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from ..words.show import MAX_ELEMENTS, MAX_KEYS, Shown, show

MAX_PARTS = 100_000  # of all results together are searched


@dataclass
class Call:
    """One call of the submission, or one look at an attribute of its objects.

    answer: what came back, of whatever kind, and what the arguments held then; None before.
    """

    path: tuple[Any, ...]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    is_attribute: bool = False
    result: object = None
    answer: Any = None


def call_that_returned(calls: Sequence[Call], value: object) -> Call | None:
    """The last call whose result is this value, or has it as a part."""
    searched = iter(range(MAX_PARTS))
    for call in reversed(calls):
        if any(part is value for part, _ in zip(_parts(call.result), searched, strict=False)):
            return call
    return None


def forget_values(calls: Sequence[Call]) -> None:
    """Keep of calls what diagnosis compares, and let go of all values."""
    for call in calls:
        call.path = ()  # an object in it would keep the whole submission
        call.args, call.kwargs, call.result = (), {}, None


def snapshot(value: Any) -> Any:
    """An argument as it is now; of large arrays only what is shown of them is kept."""
    if isinstance(value, dict):
        # One more than is shown, which says that there are more.
        return {key: _copy(item) for key, item in islice(value.items(), MAX_KEYS + 1)}
    return _copy(value)


def _copy(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    return value.copy() if value.size <= MAX_ELEMENTS else Shown(show(value))


def _parts(value: object, depth: int = 4) -> Iterator[object]:
    """A value and what is in it, to some depth only: it may contain itself."""
    yield value
    if depth and isinstance(value, tuple | list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _parts(item, depth - 1)
