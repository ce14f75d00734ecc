"""Which names can stand at a place of a source."""

import ast
import builtins
import copy
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .kinds import KEPT, Kind, defaults, kinds_of

Function = ast.FunctionDef | ast.AsyncFunctionDef

TINY = 1e-3  # a number below it stands for nearly nothing
MOST = 14  # names that are tried in one place


class Scope:
    """The names that a function sees, by what they are: arrays and numbers, functions."""

    def __init__(self, tree: ast.Module, function: Function | None, owner: ast.ClassDef | None):
        self.parameters: list[str] = []
        self.values: list[str] = []
        self.attributes: list[str] = []  # as self.x
        self.is_method = owner is not None
        self._made: dict[str, int] = {}  # the first line that gives a name its value
        for node in owner.body if owner else ():
            for part in ast.walk(node):
                if is_self(part) and isinstance(part, ast.Attribute):
                    _add(self.attributes, f"self.{part.attr}")
        if function:
            arguments = function.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            self.parameters = [each.arg for each in every if each.arg != "self"]
            self.values = list(self.parameters)
            for part in ast.walk(function):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    _add(self.values, part.id)
                    line = min(part.lineno, self._made.get(part.id, part.lineno))
                    self._made[part.id] = line if part.id not in self.parameters else 0
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        _add(self.values, target.id)
        self.functions = {name for statement in tree.body for name in _defined(statement)}
        self._kinds = dict(kinds_of(function)) if function else {}
        if owner:
            own = kinds_of(owner)
            self._kinds |= {name: own[name] for name in self.attributes if name in own}
        self.unused = [
            *_unread(function, self.values),
            *_unread(owner, self.attributes),
        ]
        self.unused_functions, of_one = _callable(tree)
        self.of_one = [name for name in of_one if not function or name != function.name]
        self.options = _options(tree)
        self.pairs = [*pairwise(self.parameters), *_unpacked(function)]
        self.every_value = self.values
        self.keys = _keys(owner or tree)
        self.numbers = _documented_numbers(function, owner)

    @property
    def small_numbers(self) -> list[str]:
        """Documented numbers that may be added to something, as an ε is; no step, as 1e-4 is."""
        return [text for text in self.numbers if 0 < float(text) < TINY / 100]

    def all_values(self) -> list[str]:
        """Everything that is read somewhere and may stand for a value, the nearest first."""
        named = (self.values, self.attributes)
        read = [[n for n in names if n not in self.unused] for names in named]
        return [*read[0][:MOST], *read[1][:MOST]]

    def at(self, statement: ast.stmt) -> "Scope":
        """What can be read in this statement: what was given a value before, or is in it."""
        inside = {
            part.id
            for each in ast.walk(statement)
            if isinstance(each, ast.comprehension)
            for part in ast.walk(each.target)
            if isinstance(part, ast.Name)
        }
        known = copy.copy(self)
        known.values = [
            name
            for name in self.values
            if name in inside or self._made.get(name, 0) < statement.lineno
        ]
        return known

    def terms(self) -> list[str]:
        """What arithmetic may be done with, the nearest first."""
        return [n for n in self.all_values() if self.kind(n) in ("number", "unknown")]

    def arrays(self) -> list[str]:
        """What may have a shape, the nearest first."""
        return [n for n in self.all_values() if self.kind(n) == "unknown"]

    def alike(self, one: str, other: str) -> bool:
        """Whether one of these names may stand where the other does."""
        kinds = {self.kind(one), self.kind(other)}
        return len(kinds) == 1 or kinds == {"number", "unknown"}

    def kind(self, name: str) -> Kind:
        return self._kinds.get(name, "unknown")

    def is_value(self, name: str) -> bool:
        return name not in self.functions and not hasattr(builtins, name)


def is_self(node: ast.AST) -> bool:
    """Whether a node is self.something."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _defined(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
    elif isinstance(statement, Function | ast.ClassDef):
        yield statement.name


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _unpacked(function: Function | None) -> list[tuple[str, str]]:
    """The names that get their values two at a time."""
    return [
        (part.elts[0].id, part.elts[1].id)
        for part in (ast.walk(function) if function else ())
        if isinstance(part, ast.Tuple) and isinstance(part.ctx, ast.Store) and len(part.elts) == 2
        if isinstance(part.elts[0], ast.Name) and isinstance(part.elts[1], ast.Name)
    ]


def _keys(place: ast.AST) -> list[str]:
    """The texts that stand as indices, quoted."""
    found: list[str] = []
    for part in ast.walk(place):
        key = part.slice if isinstance(part, ast.Subscript) else None
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            _add(found, f'"{key.value}"')
    return found[:MOST]


@lru_cache(KEPT)
def _options(tree: ast.Module) -> dict[str, dict[str, object]]:
    """For each function of a file the arguments that need not be given, and their constants."""
    return {
        place.name: {
            name: value.value
            for name, value in defaults(place.args)
            if isinstance(value, ast.Constant)
        }
        for place in ast.walk(tree)
        if isinstance(place, Function)
    }


def _unread(place: ast.AST | None, names: list[str]) -> list[str]:
    """Which of these names, or attributes of self, are never read in a function or a class."""
    read = {
        f"self.{part.attr}" if isinstance(part, ast.Attribute) else part.id
        for part in (ast.walk(place) if place else ())
        if isinstance(part, ast.Name) or (isinstance(part, ast.Attribute) and is_self(part))
        if isinstance(part.ctx, ast.Load)
    }
    return [name for name in names if name not in read and name != "_"] if place else []


@lru_cache(KEPT)
def _callable(tree: ast.Module) -> tuple[list[str], list[str]]:
    """What is imported by name and never used; what takes one argument."""
    imported: list[str] = []
    of_one: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            imported += [alias.asname or alias.name for alias in statement.names]
        if isinstance(statement, Function) and len(statement.args.args) == 1:
            of_one.add(statement.name)
    read = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
    calls = [part for part in ast.walk(tree) if isinstance(part, ast.Call)]
    of_one |= {
        call.func.id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in imported
        if len(call.args) == 1 and not call.keywords
    }
    return [name for name in imported if name not in read], sorted(of_one)


def _documented_numbers(function: Function | None, owner: ast.ClassDef | None) -> list[str]:
    """The numbers in docstrings and defaults: what constants may rightly be."""
    found: list[str] = []
    for place in (function, owner):
        text = ast.get_docstring(place) if place else None
        for word in (text or "").partition(">>>")[0].replace("−", "-").split():
            plain = word.strip("(),.;:")
            if plain.replace(".", "", 1).replace("e-", "", 1).isdigit() and len(plain) < 8:
                _add(found, plain)
    return found[:8]
