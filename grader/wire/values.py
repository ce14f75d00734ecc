"""Values ↔ bytes, and the objects that judge and worker both hold.

A message is msgpack of plain values and tagged lists; nothing else can cross, and nothing is ever
unpickled or evaluated. Each end of a connection owns one Wire. Arrays, dicts and lists that are
shared keep their identity: each message begins with what changed in them since the last one, so
that code on one side sees in-place changes made on the other as if both ran in one process.

Everything that `load` reads is checked before it is believed, because the far end may be hostile.
What the judge reads is plain: numbers, strings, None, arrays of numbers, lists, tuples and dicts of
these, and handles on what stays in the worker. Namespaces cross in the other direction only: numpy
would follow the attributes of one that a submission made, `__array_interface__` to any address.
"""

import sys
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any, NoReturn, Protocol

import msgpack
import numpy as np

from .extent import CONTAINERS, MAX_MESSAGE_PARTS, extent
from .forms import (
    ARRAY_KINDS,
    MAX_DEPTH,
    MAX_FRAME,
    Tree,
    WireError,
    read_array,
    read_complex,
    read_int,
    read_scalar,
    write_array,
    write_int,
    write_key,
)

MAX_ITEMS = 25_000  # in one container
MAX_PARTS = 1_000_000  # in all that one end receives: unpacked, one byte can take up to sixty
MAX_SHARED = 10_000  # objects with an identity in one connection
_AS_IT_IS = frozenset({bool, int, float, str, type(None)})  # from msgpack to value
_SENT_AS_IT_IS = frozenset({bool, float, str, type(None)})
ONLY_SHARED = 2  # references to an object that only the table of shared objects holds


class Exporter(Protocol):
    """How one side names the objects that stay at home, and finds those that the far side names."""

    def export(self, value: object) -> Tree: ...

    def resolve(self, tag: str, body: list[Tree]) -> object: ...


class PlainOnly:
    """Of what has no plain value, nothing can cross."""

    def export(self, value: object) -> NoReturn:
        raise WireError(f"no plain value: {type(value).__name__}")

    def resolve(self, tag: str, body: object) -> NoReturn:
        raise WireError(f"no plain value: {tag}")


class Wire:
    """One end of a connection: packs and unpacks messages and keeps the shared objects in step."""

    def __init__(self, exporter: Exporter, first_id: int) -> None:
        """first_id: 0 for the judge, 1 for the worker, so that their new ids never meet."""
        self._exporter = exporter
        self._next_id = first_id
        self._is_judge = first_id == 0
        self._parts_left = MAX_PARTS
        self._floor = 0  # of the parts left, for the message that is being read
        self._shared: dict[int, Any] = {}
        self._id_of: dict[int, int] = {}
        self._last_seen: dict[int, Any] = {}  # what _mark makes of them
        self._readers: dict[str, Callable[[list[Tree], int], Any]] = {
            "list": self._read_list,
            "tuple": lambda body, depth: tuple(self._read_list(body, depth)),
            "dict": self._read_dict,
            "array": lambda body, depth: read_array(body),
            "scalar": lambda body, depth: read_scalar(body),
            "int": lambda body, depth: read_int(body),
            "complex": lambda body, depth: read_complex(body),
            "known": self._read_known,
            "new": self._read_new,
        }
        if not self._is_judge:
            self._readers["namespace"] = self._read_namespace

    def dump(self, message: object, share: bool) -> bytes:
        """Pack a message; with `share`, its arrays, dicts and lists become shared objects.

        Raises WireError when a value is of a kind that cannot cross or too large.
        """
        forgotten = self._forget_unused() if self._is_judge else []
        frame = _pack([forgotten, self._changes(), self._write(message, share, 0)])
        if len(frame) > MAX_FRAME:
            raise WireError(f"the values are too large to pass on ({len(frame) / 1e6:.0f} MB)")
        return frame

    def dump_alone(self, message: object) -> bytes:
        """Pack a message of plain values without looking at the shared objects."""
        return _pack([[], [], self._write(message, False, 0)])

    def load(self, frame: bytes) -> Any:
        """Unpack a message after applying the far side's changes to shared objects.

        Raises WireError when anything in it is not as `dump` writes it.
        """
        try:
            forgotten, changes, message = self._unpack(frame)
            if not isinstance(changes, list) or (self._is_judge and forgotten != []):
                raise WireError("the list of changes is missing")
            for number in forgotten:
                self._forget(number)
            for number, body in changes:
                self._apply(number, body)
            return self._read(message, 0)
        except WireError:
            raise
        except MemoryError:
            raise WireError("a message that takes too much memory") from None
        except Exception as error:  # whatever it is that a far end can bring about
            raise WireError(f"a malformed message: {error}") from None

    def check_extent(self, value: object) -> int:
        """The bytes of a value, and of all that is shared. Raises WireError where they are many."""
        return extent([value, *self._shared.values()])

    def _unpack(self, frame: bytes) -> Tree:
        self._floor = max(self._parts_left - MAX_MESSAGE_PARTS, 0)
        return msgpack.unpackb(
            frame,
            list_hook=self._count,
            # A dict's keys, its values and the tag. Room for what is announced is made at once.
            max_array_len=min(2 * MAX_ITEMS + 1, len(frame)),
            max_map_len=0,
            max_ext_len=0,
        )

    def _count(self, items: list[Tree]) -> list[Tree]:
        self._parts_left -= 1 + len(items)
        if self._parts_left < self._floor:
            raise WireError("there are more values than a message or a whole test may need")
        return items

    # Writing

    def _write(self, value: Any, share: bool, depth: int) -> Tree:
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply to pass on")
        if value is None or type(value) in (bool, float, str):
            return value
        if type(value) is int:
            return write_int(value)
        if isinstance(value, np.ndarray):
            return self._write_mutable(value, share, depth)
        if isinstance(value, CONTAINERS):
            if len(value) > MAX_ITEMS:
                raise WireError(f"a {type(value).__name__} of {len(value)} items is too long")
            if isinstance(value, tuple):
                return ["tuple", *self._write_all(value, share, depth)]
            return self._write_mutable(value, share, depth)
        if isinstance(value, np.generic) and value.dtype.kind in ARRAY_KINDS:
            return ["scalar", *write_array(np.asarray(value))]
        if isinstance(value, SimpleNamespace) and self._is_judge:
            return ["namespace", *self._write_items(vars(value), share, depth)]
        for kind in (float, str):
            if isinstance(value, kind):
                return kind(value)
        if isinstance(value, int):
            return write_int(int(value))
        if type(value) is complex:
            return ["complex", value.real, value.imag]
        return self._exporter.export(value)

    def _write_mutable(self, value: Any, share: bool, depth: int) -> Tree:
        number = self._id_of.get(id(value))
        if number is not None:
            return ["known", number]
        if not share:
            return self._write_content(value, share, depth)
        number = self._next_id
        self._register(number, value)
        self._next_id += 2
        body = self._write_content(value, share, depth)
        self._remember(number, value, body)
        return ["new", number, body]

    def _write_content(self, value: Any, share: bool, depth: int) -> Tree:
        if isinstance(value, np.ndarray):
            return ["array", *write_array(np.asarray(value))]
        if isinstance(value, dict):
            return ["dict", *self._write_items(value, share, depth)]
        return ["list", *self._write_all(value, share, depth)]

    def _write_items(self, items: dict[Any, Any], share: bool, depth: int) -> list[Tree]:
        flat: list[Tree] = [None] * (2 * len(items))
        flat[::2] = map(write_key, items)
        flat[1::2] = self._write_all(items.values(), share, depth)
        return flat

    def _write_all(self, items: Iterable[Any], share: bool, depth: int) -> list[Tree]:
        return [
            item if type(item) in _SENT_AS_IT_IS else self._write(item, share, depth + 1)
            for item in items
        ]

    # Shared objects

    def _register(self, number: int, value: Any) -> None:
        if number in self._shared or len(self._shared) >= MAX_SHARED:
            raise WireError("too many objects are shared")
        self._shared[number] = value
        self._id_of[id(value)] = number

    def _forget_unused(self) -> list[int]:
        """Let go of objects that no one on this side can see any more; the worker is told."""
        unused = [n for n in self._shared if sys.getrefcount(self._shared[n]) == ONLY_SHARED]
        for number in unused:
            self._forget(number)
        return unused

    def _forget(self, number: int) -> None:
        del self._id_of[id(self._shared.pop(number))]
        del self._last_seen[number]

    def _changes(self) -> list[Tree]:
        changes = []
        for number, value in list(self._shared.items()):
            content = self._write_content(value, True, 0)
            before = self._last_seen[number]
            if isinstance(value, np.ndarray) and content[1:3] != before[1:3]:
                raise WireError("an array was given another shape or dtype in place")
            if _mark(content) != before:
                changes.append([number, content])
                self._remember(number, value, content)
        return changes

    def _remember(self, number: int, value: Any, content: Tree) -> None:
        """Note what was sent; children that were new in it are known from now on."""
        if not isinstance(value, np.ndarray):
            content = self._write_content(value, True, 0)
        self._last_seen[number] = _mark(content)

    def _apply(self, number: int, body: list[Tree]) -> None:
        target = self._known(number)
        kind = "list" if isinstance(target, list) else "dict"
        if body[:1] != (["array"] if isinstance(target, np.ndarray) else [kind]):
            raise WireError("a shared object changed its type")
        content = self._read(body, 0)
        if isinstance(target, np.ndarray):
            if content.shape != target.shape or content.dtype != target.dtype.newbyteorder("="):
                raise WireError("a shared array changed its shape or dtype")
            np.copyto(target, content)
        elif isinstance(target, dict):
            target.clear()
            target.update(content)
        else:
            target[:] = content
        self._remember(number, target, body)

    def _known(self, number: object) -> Any:
        if type(number) is not int or number not in self._shared:
            raise WireError("a shared object is unknown")
        return self._shared[number]

    # Reading

    def _read(self, tree: Tree, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("a message is nested too deeply")
        if type(tree) in _AS_IT_IS:
            return tree
        if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
            raise WireError("a message has a part of unknown kind")
        tag, body = tree[0], tree[1:]
        reader = self._readers.get(tag)
        return reader(body, depth) if reader else self._exporter.resolve(tag, body)

    def _read_list(self, body: list[Tree], depth: int) -> list[Any]:
        return [item if type(item) in _AS_IT_IS else self._read(item, depth + 1) for item in body]

    def _read_dict(self, body: list[Tree], depth: int) -> dict[Any, Any]:
        if not _AS_IT_IS.issuperset(map(type, body[::2])):
            raise WireError("a dict has a key of unknown kind")
        return dict(zip(body[::2], self._read_list(body[1::2], depth), strict=True))

    def _read_namespace(self, body: list[Tree], depth: int) -> SimpleNamespace:
        return SimpleNamespace(**self._read_dict(body, depth))

    def _read_known(self, body: list[Tree], depth: int) -> Any:
        (number,) = body
        return self._known(number)

    def _read_new(self, body: list[Tree], depth: int) -> Any:
        number, content = body
        if type(number) is not int or number % 2 == self._next_id % 2:
            raise WireError("a shared object has a number that is not the sender's")
        if type(content) is not list or content[0] not in ("array", "dict", "list"):
            raise WireError("a shared object is of unknown kind")
        if content[0] == "array":
            value: Any = read_array(content[1:])
            self._register(number, value)
        else:  # registered before its children are read: they may refer back to it
            value = {} if content[0] == "dict" else []
            self._register(number, value)
            filled = self._read(content, depth)
            value.update(filled) if isinstance(value, dict) else value.extend(filled)
        self._remember(number, value, content)
        return value


def _pack(tree: Tree) -> bytes:
    try:
        frame: bytes = msgpack.packb(tree)
    except UnicodeEncodeError:
        raise WireError("a string is not valid Unicode") from None
    return frame


def _mark(content: Tree) -> Any:
    """What tells a content from any other: packed, because 1 == 1.0 == True. Arrays are bytes."""
    return content if content[0] == "array" else _pack(content)
