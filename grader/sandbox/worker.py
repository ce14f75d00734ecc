"""The submission's side: imports the submitted file and answers the judge's calls.

A worker holds the source that is graded and the sources that it may import, nothing else of the
course. Whatever the submission does to this process, it can only answer with plain data.
"""

import builtins
import contextlib
import difflib
import functools
import importlib.abc
import importlib.machinery
import json
import os
import random
import socket
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TextIO

import msgpack
import numpy as np

from ..wire.answers import (
    MAX_KINDS,
    MAX_LINE,
    MAX_LINES,
    MAX_NAME,
    MAX_NEAR,
    MAX_PLACES,
    MAX_TEXT,
)
from ..wire.forms import Tree, WireError
from ..wire.frames import Frames, send_frame
from ..wire.protocol import AFRESH, ANSWER, CALL_NUMBER, CALLBACK, VERSIONS, Level
from ..wire.values import Wire
from . import confine
from .compiled import Versions, compiled
from .lines import Lines
from .no_figures import NoFigures

NOT_HERE = "there is no '{name}' to import here: only earlier exercises and files of your own are"

Frame = bytes
Target = tuple[Any, ...]
Reply = tuple[Any, ...]
Outside = str | tuple[bytes, bytes]  # a module of these sources, or a file's path and source
Ask = Callable[[Frame], Frame]  # hands a callback's frame to the judge, returns its answer


class Sources(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports modules below one package, and a few others, from source texts instead of files."""

    def __init__(
        self,
        root: str,
        files: Mapping[str, tuple[str, bytes]],
        outside: Mapping[str, Outside] = MappingProxyType({}),
    ) -> None:
        """files: module name relative to root ("losses.one_hot") → (path to show, source).

        outside: what goes by a name of its own: "helper" → "losses.helper", or "dataset.mnist" →
        (its path, its source).
        """
        self.root = root
        self.files = files
        self.outside = outside
        self._loaded: set[str] = set()
        self._compiled: Callable[[bytes, str], types.CodeType] = compiled

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name in self.outside:
            return self._spec_outside(name, self.outside[name])
        if name != self.root and not name.startswith(self.root + "."):
            return None
        relative = name[len(self.root) + 1 :]
        if relative in self.files:
            return importlib.machinery.ModuleSpec(name, self, origin=self.files[relative][0])
        if any(module.startswith(relative and relative + ".") for module in self.files):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        raise ModuleNotFoundError(NOT_HERE.format(name=relative), name=name)

    def _spec_outside(self, name: str, found: Outside) -> importlib.machinery.ModuleSpec:
        if isinstance(found, str):
            return importlib.machinery.ModuleSpec(name, self)
        path = os.fsdecode(found[0])
        is_package = os.path.basename(path) == "__init__.py"
        return importlib.machinery.ModuleSpec(name, self, origin=path, is_package=is_package)

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        self._loaded.add(name)
        found = self.outside.get(name)
        if isinstance(found, str):  # one module by two names
            sys.modules[name] = importlib.import_module(f"{self.root}.{found}")
            return
        relative = name[len(self.root) + 1 :]
        path, source = "", b""
        if found:
            path, source = os.fsdecode(found[0]), found[1]
        elif relative in self.files:
            path, source = self.files[relative]
        if path:
            module.__file__ = path
            exec(self._compiled(source, path), module.__dict__)

    def replace(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Have these files in place of those by their names; what else is imported stays so."""
        self.files = {**self.files, **files}
        for name in files:
            sys.modules.pop(f"{self.root}.{name}", None)

    def expect(self, versions: Versions) -> None:
        """Be quick to compile versions of a file."""
        self._compiled = versions.compiled

    def close(self) -> None:
        with contextlib.suppress(ValueError):  # nothing was imported
            sys.meta_path.remove(self)
        below = self.root + "."
        for name in [n for n in sys.modules if n == self.root or n.startswith(below)]:
            del sys.modules[name]
        for name in self._loaded:
            sys.modules.pop(name, None)


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
        if self._sources not in sys.meta_path:
            sys.meta_path.insert(0, self._sources)
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


def run(link: socket.socket, output: socket.socket, level: Level) -> None:
    """The life of a worker process: confine itself, take the sources, answer until it is ended."""
    random.seed()  # the server's numbers are not to be every worker's
    _redirect_streams(output)
    try:
        confine.confine(level, keep={link.fileno()})
    except Exception as error:
        send_frame(link, msgpack.packb([os.getpid(), str(error)]))
        return
    send_frame(link, msgpack.packb([os.getpid(), ""]))
    received = Frames(link)
    root, files, *outside = msgpack.unpackb(received.receive())

    def ask(frame: Frame) -> Frame:
        send_frame(link, CALLBACK + frame)
        return received.receive()

    sys.meta_path.insert(0, NoFigures())
    session, lines = Session(Sources(root, files, *outside), ask), Lines()
    while True:
        request = received.receive()
        number, frame = request[: CALL_NUMBER.size], request[CALL_NUMBER.size :]
        answers: Iterable[Frame]
        if number == CALL_NUMBER.pack(AFRESH):
            answers = [msgpack.packb(lines.stop()[:MAX_LINES])]
            others, traced = msgpack.unpackb(frame)
            session, lines = session.renewed(others), Lines(traced)
        elif number == CALL_NUMBER.pack(VERSIONS):
            answers = map(msgpack.packb, session.versions(*msgpack.unpackb(frame)))
        else:
            answers = [session.answer(frame)]
        for answer in answers:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(Exception):
                    stream.flush()
            send_frame(link, ANSWER + number + answer)


def _redirect_streams(output: socket.socket) -> None:
    """Send prints to the judge; what C code prints as well, where a socket can be descriptor 1."""
    if os.name == "nt":
        sys.stdout = sys.stderr = output.makefile(
            "w", buffering=1, encoding="utf-8", errors="backslashreplace"
        )
        return
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    sys.stdout, sys.stderr = streams()


@functools.cache  # which is forked as well: made in the server, they are there in every worker
def streams() -> tuple[TextIO, TextIO]:
    """What is printed to descriptors 1 and 2, wherever these lead."""
    out, err = (os.fdopen(number, "w", 1, "utf-8", "backslashreplace") for number in (1, 2))
    return out, err
