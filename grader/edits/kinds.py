"""What the names of a function stand for, as far as their use shows it.

A dictionary is no factor, a learning rate has no shape: such changes need not be tried.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "flag", "text", "dictionary", "list", "object", "function", "unknown"]
Place = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

KEPT = 16  # files, classes and functions of which this is known at once

_ARRAYS = {
    "shape", "size", "ndim", "T", "dtype", "flat", "sum", "mean", "max", "min", "std", "var",
    "argmax", "argmin", "reshape", "copy", "flatten", "ravel", "astype", "dot", "transpose",
    "tolist", "item", "any", "all", "clip", "round", "prod", "cumsum", "fill", "sort", "argsort",
    "squeeze", "view", "repeat", "nonzero",
}  # fmt: skip
_DICTIONARIES = {"items", "keys", "values", "setdefault", "get"}
_LISTS = {"append", "extend", "insert"}
_TEXTS = {"startswith", "endswith", "lower", "upper", "split", "strip"}


@lru_cache(KEPT)
def kinds_of(place: Place) -> dict[str, Kind]:
    """The kind of each name, and of each attribute as self.x, known in a function or class."""
    found: dict[str, Kind] = {}
    numbers: set[str] = set()
    others: set[str] = set()  # what is made by more than a number
    for node in ast.walk(place):
        if isinstance(node, ast.arguments):
            found.update(_by_default(node))
        elif isinstance(node, ast.Attribute):
            name, kind = name_of(node.value), _by_attribute(node.attr)
            if name and kind and name not in ("self", "np"):
                found[name] = kind
        elif isinstance(node, ast.Call) and (name := name_of(node.func)):
            found[name] = "function"
        for name, value in _assigned(node):
            if isinstance(value, ast.Dict | ast.DictComp):
                found[name] = "dictionary"
            elif isinstance(value, ast.List | ast.ListComp):
                found[name] = "list"
            elif isinstance(value, ast.Constant) and isinstance(value.value, int | float):
                numbers.add(name)
            elif not (isinstance(value, ast.Constant) and value.value is None):
                others.add(name)
                same = found.get(name_of(value) or "")
                if same and name.startswith("self."):  # self.lr = lr
                    found[name] = same
                    others.discard(name)
    found.update(dict.fromkeys(_gone_through(place), "dictionary"))
    found.update(_looped(place, found))
    found.update({name: "number" for name in numbers - others if name not in found})
    for node in ast.walk(place):
        if isinstance(node, ast.Subscript) and (name := name_of(node.value)):
            text = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
            if text or found.get(name_of(node.slice) or "") == "text":
                found[name] = "dictionary"
    return {name: kind for name, kind in found.items() if kind != "unknown"}


def name_of(node: ast.AST) -> str | None:
    """x or self.x."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and name_of(node.value) == "self":
        return f"self.{node.attr}"
    return None


def _by_attribute(attribute: str) -> Kind | None:
    if attribute in _DICTIONARIES:
        return "dictionary"
    if attribute in _LISTS:
        return "list"
    if attribute in _TEXTS:
        return "text"
    return None if attribute in _ARRAYS else "object"


def defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """The arguments that need not be given, and what they are then."""
    positional = [*arguments.posonlyargs, *arguments.args]
    given = arguments.defaults
    for argument, value in (
        *zip(positional[len(positional) - len(given) :], given, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ):
        if value:
            yield argument.arg, value


def _by_default(arguments: ast.arguments) -> Iterator[tuple[str, Kind]]:
    for name, value in defaults(arguments):
        if isinstance(value, ast.Constant) and value.value is not None:
            kinds: dict[type, Kind] = {bool: "flag", str: "text", int: "number", float: "number"}
            yield name, kinds.get(type(value.value), "unknown")


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What gets a value at once, and what value."""
    if isinstance(node, ast.Assign | ast.AugAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple):
                values = getattr(node.value, "elts", [node.value] * len(target.elts))
                pairs = list(zip(target.elts, values, strict=False))
            for one, value in pairs:
                if name := name_of(one):
                    yield name, value


def _gone_through(place: Place) -> Iterator[str]:
    """for key in x: … x[key]: no list has its own elements as indices."""
    for loop in ast.walk(place):
        if not isinstance(loop, ast.For | ast.DictComp | ast.ListComp):
            continue
        heads = [loop] if isinstance(loop, ast.For) else loop.generators
        taken = {(name_of(head.iter), name_of(head.target)) for head in heads}
        for node in ast.walk(loop):
            if isinstance(node, ast.Subscript) and (name := name_of(node.value)):
                yield from [name] if (name, name_of(node.slice) or "") in taken else []


def _looped(place: Place, found: dict[str, Kind]) -> Iterator[tuple[str, Kind]]:
    """Loop variables: numbers of a range, keys of a dictionary."""
    for node in ast.walk(place):
        if not isinstance(node, ast.For | ast.comprehension):
            continue
        target, over = node.target, node.iter
        method = over.func if isinstance(over, ast.Call) else None
        first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
        name = name_of(first)
        if name is None:
            continue
        if isinstance(method, ast.Name) and method.id in ("range", "enumerate"):
            yield name, "number"
        keyed = isinstance(method, ast.Attribute) and method.attr in ("items", "keys")
        if keyed or (found.get(name_of(over) or "") == "dictionary" and target is first):
            yield name, "text"
