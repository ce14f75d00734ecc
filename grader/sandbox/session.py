"""A submission at work: does what the judge's requests ask, and packs what came of it."""

import builtins
import difflib
import functools
import json
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..wire.answers import MAX_KINDS, MAX_LINE, MAX_NAME, MAX_NEAR, MAX_PLACES, MAX_TEXT
from ..wire.forms import Tree, WireError
from ..wire.values import Wire
from .compiled import Versions
from .sources import Sources

Frame = bytes
Target = tuple[Any, ...]
Reply = tuple[Any, ...]
Ask = Callable[[Frame], Frame]  # hands a callback's frame to the judge, returns its answer


class Session:
    """One submission at work: an imported module, the objects it made, and the link to the judge.

    Requests are tuples: ("import", module, numpy.errstate as pairs), ("get", target),
    ("call", target, args, kwargs as pairs), ("set", target, value); a target is a path of names
    that starts at the module or at an object. wire/answers.py has what is answered.
    """

    def __init__(self, sources: Sources, ask: Ask) -> None:
        """ask: has the judge answer a callback."""
        self._sources = sources
        self._paths = {path for path, _ in sources.files.values()}
        self._ask = ask
        self._wire = Wire(self, first_id=1)
        self._module: types.ModuleType | None = None
        self._has_failed = False
        self._objects: list[object] = []
        self._generators: dict[int, np.random.Generator] = {}

    def answer(self, frame: Frame) -> Frame:
        """Do what one request asks, and pack what came of it."""
        try:
            operation, *arguments = self._wire.load(frame)
            reply = getattr(self, f"_{operation}")(*arguments)
            # Attributes are live, results are copies.
            return self._wire.dump(reply, share=operation == "get")
        except WireError as error:
            self._has_failed = True
            return self._wire.dump_alone(("unfit", _text(error, MAX_TEXT)))
        except BaseException as error:  # sys.exit and KeyboardInterrupt are answers as well
            self._has_failed = True
            return self._wire.dump_alone(self._raised(error))

    def renewed(self, files: Mapping[str, tuple[str, bytes]]) -> "Session":
        """A session that knows nothing of this one, with these files in place of its own."""
        self._sources.replace(files)
        return Session(self._sources, self._ask)

    def versions(
        self, name: str, path: str, base: bytes, sources: Sequence[bytes], frames: Sequence[Frame]
    ) -> Iterator[list[Frame]]:
        """What each of these versions of a module answers to the same requests, until one fails.

        path: of its file, base: the source that they are versions of, which can be imported.
        """
        self._sources.expect(_versions(base, path))
        for source in sources:
            session = self.renewed({name: (path, source)})
            with warnings.catch_warnings():  # to print them takes long
                warnings.simplefilter("ignore")
                answers = list(session._until_one_fails(frames))
            yield answers

    def _until_one_fails(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        for frame in frames:
            yield self.answer(frame)
            if self._has_failed:
                break

    def close(self) -> None:
        self._sources.close()

    def _import(self, name: str, errstate: Target) -> Reply:
        self._errstate = dict(errstate)
        self._sources.open()
        full_name = f"{self._sources.root}.{name}"
        __import__(full_name)
        self._module = sys.modules[full_name]
        return "value", None

    def _call(self, target: Target, args: Target, kwargs: Target) -> Reply:
        function, missing = self._find(target)
        if missing:
            return missing
        with np.errstate(**self._errstate):
            return "value", function(*args, **dict(kwargs))

    def _get(self, target: Target) -> Reply:
        value, missing = self._find(target)
        return missing or (("callable",) if callable(value) else ("value", value))

    def _set(self, target: Target, value: object) -> Reply:
        owner, missing = self._find(target[:-1])
        if missing:
            return missing
        setattr(owner, target[-1], value)
        return "value", None

    def _find(self, target: Target) -> tuple[Any, Reply]:
        """The object at the end of a path, and what is missing on the way, () if nothing is."""
        value: Any = self._module
        for step in target:
            if isinstance(step, str):
                if not hasattr(value, step):
                    names = [n for n in dir(value) if n.isidentifier() and n[0] != "_"]
                    near = difflib.get_close_matches(step, names, MAX_NEAR)
                    return None, ("missing", step, [name[:MAX_NAME] for name in near])
                value = getattr(value, step)
            else:
                value = step
        return value, ()

    def _raised(self, error: BaseException) -> Reply:
        # By type's own means: a submission's metaclass may have others.
        bases = type.__dict__["__mro__"].__get__(type(error))
        kinds = [_class_name(kind, "Exception") for kind in bases[:MAX_KINDS]]
        message = _text(error, MAX_TEXT)
        places = []
        traceback = error.__traceback__
        while traceback:
            path = traceback.tb_frame.f_code.co_filename
            if path in self._paths:
                places.append([path, _line(traceback.tb_lineno), 0])
            traceback = traceback.tb_next
        if isinstance(error, SyntaxError) and error.filename in self._paths:
            column = error.offset if type(error.offset) is int else 0
            column = column if 0 <= column <= MAX_LINE else 0
            places.append([error.filename, _line(error.lineno), column])
            message = _text(error.msg, MAX_TEXT)
        return "raised", kinds, message, places[-MAX_PLACES:]

    # What the wire cannot carry by value: objects stay here, callbacks and seeds come from there.

    def export(self, value: object) -> Tree:
        number = next((n for n, known in enumerate(self._objects) if known is value), None)
        if number is None:
            number = len(self._objects)
            self._objects.append(value)
        return ["object", number, _class_name(type(value), "object")]

    def resolve(self, tag: str, body: list[Tree]) -> object:
        if tag == "object":
            return self._objects[body[0]]
        if tag == "callback":
            return self._callback(*body)
        if tag == "generator":
            return self._generator(*body)
        raise WireError(f"a value of unknown kind {tag}")

    def _callback(self, number: int, name: str) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            frame = self._wire.dump((number, args, kwargs), share=False)
            outcome, *details = self._wire.load(self._ask(frame))
            if outcome == "raised":
                kind, message = details
                error = getattr(builtins, kind, RuntimeError)
                raise error(message)
            return details[0]

        callback.__name__ = name
        return callback

    def _generator(self, number: int, seed: str) -> np.random.Generator:
        if number not in self._generators:
            bits = np.random.PCG64()
            bits.state = json.loads(seed)
            self._generators[number] = np.random.Generator(bits)
        return self._generators[number]


_versions = functools.lru_cache(1)(Versions)  # a search asks for those of one file


def _class_name(kind: type, otherwise: str) -> str:
    name: str = type.__dict__["__name__"].__get__(kind)
    return name[:MAX_NAME] if name.isidentifier() else otherwise


def _text(value: object, limit: int) -> str:
    """A value's text as far as it has one, and as far as it can cross."""
    try:
        return str(value)[:limit].encode("utf-8", "backslashreplace").decode()[:limit]
    except BaseException:
        return ""


def _line(number: object) -> int:
    return number if type(number) is int and 0 < number <= MAX_LINE else 1
