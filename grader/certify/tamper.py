"""Submissions that spoil what they were handed: their arguments, what is in them, older ones.

What a submission was given is the submission's to change. A suite that looks at it afterwards, to
compute what it expects or to know how much to check, believes a stranger. So certify appends a line
to a source which lets each of its functions and methods do one of the TAMPERS beside its work.
"""

import functools
import inspect
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

NUDGE = 1e-13  # relative: as much as another order of sums moves a value

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tamper:
    """What is done to what was handed over, or None, before the work and after it.

    which: before the work, "all" that was ever handed over, the "arrays" among it that do not lie
    in a dict, a list or an object, or the "last" argument of each call; own: after the work, the
    attributes of the object that was called are spoilt instead.
    """

    before: str = ""
    after: str = ""
    which: str = "all"
    own: bool = False


# Beside any answer, right or wrong.
AFTER = {
    "zeros after": Tamper(after="zeros"),
    "NaN after": Tamper(after="nan"),
    "other numbers after": Tamper(after="others"),
    "emptied after": Tamper(after="empty"),
    "its own attributes zero after": Tamper(after="zeros", own=True),
}
# With answers that are right for what the arguments have become.
BEFORE = {
    "zeros before": Tamper(before="zeros"),
    "other numbers before": Tamper(before="others"),
    "emptied before": Tamper(before="empty"),
    "zeros in arrays before, a nudge after": Tamper("zeros", "nudge", "arrays"),
    "zeros in the last argument before, a nudge after": Tamper("zeros", "nudge", "last"),
}
TAMPERS = AFTER | BEFORE


@dataclass
class Count:
    """How many values were spoilt before the work."""

    spoilt: int = 0


count = Count()


def tampered(source: str, name: str) -> str:
    """A source whose functions and methods do the tamper of this name, in this process only."""
    return f"{source}\n\nfrom {__name__} import tamper\ntamper(globals(), {name!r})\n"


def nudged(source: str) -> str:
    """A source whose answers are off by an honest rounding error, in this process only."""
    return f"{source}\n\nfrom {__name__} import nudge\nnudge(globals())\n"


def tamper(names: dict[str, Any], which: str) -> None:
    """Let every public function and class of a module tamper (a tampered source calls this)."""
    _wrap(names, _Tampering(TAMPERS[which]).wrapped)


def nudge(names: dict[str, Any]) -> None:
    """Nudge every number that a module computed (a nudged source calls this)."""
    _wrap(names, _Nudging().wrapped)


def _wrap(names: dict[str, Any], wrapped: Callable[..., Any]) -> None:
    for name, value in list(names.items()):
        if getattr(value, "__module__", None) != names["__name__"]:
            continue
        if inspect.isfunction(value):
            names[name] = wrapped(value)
        elif inspect.isclass(value):
            for method, function in list(vars(value).items()):
                if inspect.isfunction(function):
                    setattr(value, method, wrapped(function))


class _Wrapped:
    """A module whose functions and methods do something beside their work."""

    def __init__(self) -> None:
        self._handed: list[Any] = []  # all that it ever was, and what its callbacks returned
        self._is_inside = False  # a module's own calls among themselves are left alone

    def wrapped(self, function: Callable[..., Any]) -> Callable[..., Any]:
        is_method = "." in function.__qualname__

        @functools.wraps(function)
        def outermost(*args: Any, **kwargs: Any) -> Any:
            if self._is_inside:
                return function(*args, **kwargs)
            self._is_inside = True
            owner, given = args[:is_method], args[is_method:]
            self._handed += [*given, *kwargs.values()]
            watched = [_watched(value, self._handed) for value in given]
            options = {name: _watched(value, self._handed) for name, value in kwargs.items()}
            try:
                return self._call(lambda: function(*owner, *watched, **options), owner, given)
            finally:
                self._is_inside = False

        return outermost

    def _call(self, work: Callable[[], Any], owner: Any, given: Any) -> Any:
        raise NotImplementedError


class _Tampering(_Wrapped):
    def __init__(self, how: Tamper) -> None:
        super().__init__()
        self._how = how

    def _call(self, work: Callable[[], Any], owner: Any, given: Any) -> Any:
        choices = {
            "all": self._handed,
            "arrays": [value for value in self._handed if isinstance(value, np.ndarray)],
            "last": given[-1:],
        }
        count.spoilt += _spoil(choices[self._how.which], self._how.before)
        try:
            return _copied(work())
        finally:
            _spoil(owner if self._how.own else self._handed, self._how.after)


class _Nudging(_Wrapped):
    def _call(self, work: Callable[[], Any], owner: Any, given: Any) -> Any:
        return _moved(work(), self._handed)


def _watched(value: Any, seen: list[Any]) -> Any:
    """A function of the suite's that notes in seen what passes through it; all else as it is."""
    if isinstance(value, types.SimpleNamespace):
        return types.SimpleNamespace(**{k: _watched(v, seen) for k, v in vars(value).items()})
    if not inspect.isfunction(value):
        return value

    def watched(*args: Any, **kwargs: Any) -> Any:
        seen.extend(args)
        result = value(*args, **kwargs)
        seen.append(result)
        return result

    return watched


def _spoil(values: Any, how: str) -> int:
    """Spoil everything that can be reached from these values; how many have changed."""
    reached = list(_parts(tuple(values), set())) if how else []
    return sum(_CHANGES[how](value) for value in reached)


def _parts(value: Any, seen: set[int]) -> Iterator[Any]:
    """A value, what is in it, and the attributes of objects, each once."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    inside: Any = ()
    if isinstance(value, list | tuple):
        inside = value
    elif isinstance(value, dict):
        inside = list(value.values())
    elif hasattr(value, "__dict__") and not callable(value):
        inside = list(vars(value).values())
    for item in inside:
        yield from _parts(item, seen)


def _fill(value: Any, content: Callable[[Array], Any]) -> bool:
    if not isinstance(value, np.ndarray) or not value.flags.writeable:
        return False
    before = value.copy()
    value[...] = content(value)
    return not np.array_equal(before, value)


def _empty(value: Any) -> bool:
    if not isinstance(value, list | dict) or not value:
        return False
    value.clear()
    return True


def _others(value: Array) -> Any:
    """Other numbers of about the same size; whole ones stay valid labels."""
    if _is_float(value):
        return 0.75 * value + 0.125
    return np.sort(value, axis=None)[::-1].reshape(value.shape)


def _nudge(value: Array) -> Any:
    return value * (1 + NUDGE) + NUDGE if _is_float(value) else value


_CHANGES: dict[str, Callable[[Any], bool]] = {
    "zeros": lambda value: _fill(value, np.zeros_like),
    "nan": lambda value: _fill(value, lambda a: np.full_like(a, np.nan if _is_float(a) else 0)),
    "others": lambda value: _fill(value, _others),
    "empty": _empty,
    "nudge": lambda value: _fill(value, _nudge),
}


def _is_float(value: Array) -> bool:
    return bool(value.dtype.kind == "f")


def _copied(value: Any) -> Any:
    """An answer that later spoiling does not reach; objects stay what they are."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_copied, value))
    return {k: _copied(v) for k, v in value.items()} if type(value) is dict else value


def _moved(answer: Any, handed: list[Any]) -> Any:
    """An answer with every float in it nudged, but for copies of what was handed over."""
    floats = [np.ravel(part) for part in _parts(handed, set()) if _holds_floats(part)]
    known = np.unique(np.concatenate([*floats, np.zeros(1)]))

    def moved(value: Any) -> Any:
        if _holds_floats(value):
            nearest = known[np.minimum(np.searchsorted(known, value), len(known) - 1)]
            return np.where(nearest == value, value, value * (1 + NUDGE))[()]
        if type(value) in (list, tuple):
            return type(value)(map(moved, value))
        return {k: moved(v) for k, v in value.items()} if type(value) is dict else value

    return moved(answer)


def _holds_floats(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and _is_float(value))
