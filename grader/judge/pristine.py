"""Keeps what a suite holds in constants as it was written.

What a submission does to an array, a dict or a list that it was given shows in the caller's. In a
constant it would outlive the test; so constants are put back before every test, in the suite and in
the course's own modules that suites share.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

SHARED = "course.suites."  # modules of this package are put back with every suite

_modules: WeakKeyDictionary[ModuleType, list[ModuleType]] = WeakKeyDictionary()
_saved: WeakKeyDictionary[ModuleType, list[Callable[[], None]]] = WeakKeyDictionary()


def restore_constants(suite: ModuleType) -> None:
    """Put back everything in a suite's constants; the first call learns what they are."""
    if suite not in _modules:
        _modules[suite] = list(_with_shared(suite, set()))
    for module in _modules[suite]:
        if module not in _saved:
            parts = _parts(_constants(module), set())
            _saved[module] = [put for part in parts if (put := _putting_back(part))]
        for put in _saved[module]:
            put()


def _with_shared(module: ModuleType, seen: set[str]) -> Iterator[ModuleType]:
    """A module, and what it imports of the modules that suites share."""
    seen.add(module.__name__)
    yield module
    for value in vars(module).values():
        named = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", 0)
        if isinstance(named, str) and named.startswith(SHARED) and named not in seen:
            yield from _with_shared(sys.modules[named], seen)


def _constants(module: ModuleType) -> list[Any]:
    """The values of a module's names, of its classes' names and of its functions' defaults."""
    found: list[Any] = []
    ahead = [value for name, value in vars(module).items() if not name.startswith("__")]
    while ahead:
        value = ahead.pop()
        if isinstance(value, FunctionType):
            found += [value.__defaults__, value.__kwdefaults__]
        elif not isinstance(value, type):
            found.append(value)
        elif value.__module__ == module.__name__:
            ahead += vars(value).values()
    return found


def _parts(value: Any, seen: set[int]) -> Iterator[Any]:
    """A value and what is in it, each once."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    inside: Any = ()
    if isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    elif isinstance(value, SimpleNamespace):
        inside = [vars(value)]
    for item in inside:
        yield from _parts(item, seen)


def _putting_back(value: Any) -> Callable[[], None] | None:
    """How one value is made what it is now; what is in it has a way of its own."""
    if isinstance(value, np.ndarray) and value.flags.writeable:
        array = value.copy()
        return lambda: np.copyto(value, array)
    if isinstance(value, list):
        items = list(value)
        return lambda: value.__setitem__(slice(None), items)
    if isinstance(value, dict | set):
        content: Any = value.copy()

        def refill() -> None:
            value.clear()
            value.update(content)

        return refill
    if isinstance(value, np.random.Generator):
        state = value.bit_generator.state
        return lambda: setattr(value.bit_generator, "state", state)
    return None
