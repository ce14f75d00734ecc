"""Sources compiled: files whole, and of many versions of a file only the function that differs."""

import ast
import functools
import importlib.util
import types
from collections.abc import Iterator
from dataclasses import dataclass

NOT_UTF8 = "this is not UTF-8 text; save the file in that encoding"


@functools.lru_cache(256)  # diagnosis imports the same modules hundreds of times
def compiled(source: bytes, path: str) -> types.CodeType:
    """The code of a whole file. Raises SyntaxError."""
    return compile(_decode(source, path), path, "exec", dont_inherit=True)


def _decode(source: bytes, path: str) -> str:
    """A source file's text: UTF-8, or what its first lines declare. Raises SyntaxError."""
    position, problem = source.find(0), NOT_UTF8
    if position < 0:
        try:
            return importlib.util.decode_source(source)
        except UnicodeDecodeError as error:
            position = error.start
        except SyntaxError as error:
            problem = error.msg if "unknown" in error.msg else NOT_UTF8
    line = source.count(b"\n", 0, max(position, 0)) + 1
    raise SyntaxError(problem, (path, line, None, None))


@dataclass(frozen=True)
class _Function:
    """A function of a file or of a class in it: its code and that of its owners, the file first.

    Its lines are counted from 1, its decorators' among them; its body begins on a line of its own.
    """

    owners: tuple[types.CodeType, ...]
    code: types.CodeType
    body: int
    last: int
    column: int

    @property
    def first(self) -> int:
        return self.code.co_firstlineno


class Versions:
    """Compiles versions of a file, which is UTF-8 with "\\n" at the end of its lines."""

    def __init__(self, source: bytes, path: str) -> None:
        """source: what they are versions of. Raises SyntaxError."""
        self._path = path
        self._lines = source.decode("utf-8").split("\n")
        tree = ast.parse(source)
        futures = (isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
        code = () if any(futures) else (compiled(source, path),)
        self._functions = list(self._listed(tree.body, code)) if code else []

    def compiled(self, source: bytes, path: str) -> types.CodeType:
        """The code of a version, or of another file. Raises SyntaxError."""
        if path == self._path:
            lines = source.decode("utf-8").split("\n")
            function = self._changed(lines)
            code = function and self._spliced(function, lines)
            if code:
                return code
        return compiled(source, path)

    def _listed(
        self, body: list[ast.stmt], owners: tuple[types.CodeType, ...]
    ) -> Iterator[_Function]:
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            first = min([node, *node.decorator_list], key=lambda each: each.lineno).lineno
            code = _constant(owners[-1], node.name, first)
            if code is None:
                continue
            if isinstance(node, ast.ClassDef):
                if len(owners) == 1:
                    yield from self._listed(node.body, (*owners, code))
            elif not self._lines[node.body[0].lineno - 1][: node.body[0].col_offset].strip():
                last = node.end_lineno or 0
                yield _Function(owners, code, node.body[0].lineno, last, node.col_offset)

    def _changed(self, lines: list[str]) -> _Function | None:
        """The function in whose body everything is that differs."""
        old = self._lines
        first, end = 0, min(len(lines), len(old))
        while first < end and lines[first] == old[first]:
            first += 1
        same = 0
        while same < end - first and lines[-1 - same] == old[-1 - same]:
            same += 1
        last = len(old) - same
        for function in self._functions:
            if function.body <= first + 1 and max(first + 1, last) <= function.last:
                new = lines[first : len(lines) - same]
                inside = all(not line[: function.column + 1].strip() for line in new)
                return function if inside else None
        return None

    def _spliced(self, function: _Function, lines: list[str]) -> types.CodeType | None:
        """The file's code with a function as these lines have it."""
        # Compiled where it stands: with the same line numbers, in a class of the same name.
        classes = function.owners[1:]
        last = function.last + len(lines) - len(self._lines)
        text = [""] * (function.first - 1 - len(classes))
        text += [f"class {owner.co_name}:" for owner in classes]
        text += lines[function.first - 1 : last]
        new = compile("\n".join(text), self._path, "exec", dont_inherit=True)
        for owner in classes:
            new = _constant(new, owner.co_name) or new
        code = _constant(new, function.code.co_name, function.first)
        old = function.code
        if code is None or code.co_freevars != old.co_freevars:  # which its class provides
            return None
        for owner in reversed(function.owners):
            constants = (code if each is old else each for each in owner.co_consts)
            old, code = owner, owner.replace(co_consts=tuple(constants))
        return code


def _constant(code: types.CodeType, name: str, first: int = 0) -> types.CodeType | None:
    """The code of this name, beginning on this line, among the constants of another."""
    codes = (each for each in code.co_consts if isinstance(each, types.CodeType))
    named = (each for each in codes if each.co_name == name)
    return next((each for each in named if first in (0, each.co_firstlineno)), None)
