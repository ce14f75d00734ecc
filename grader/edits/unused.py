"""Changes that use what a function makes or is given and never reads: a step may be missing."""

import ast
from collections.abc import Iterator
from itertools import permutations

from .additions import PAIRED, is_called, is_number
from .scope import Scope
from .source import ATOM, CONDITION, POWER, Edit, New, Source, bracketed

_JOINED = (ast.Mult, ast.Div, ast.Add, ast.Sub)


def unused(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A value that is never read, in an expression's place or joined to it; a function applied."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load) or is_called(source, node):
        return
    for name in scope.unused:
        yield from _with_name(source, node, scope, New(name, ATOM))
    for name in scope.unused_functions:
        yield from applied(source, node, scope, name)
        yield from _of_parts(source, node, scope, name)
        yield from _of_two(source, node, scope, name)


def _with_name(source: Source, node: ast.expr, scope: Scope, name: New) -> Iterator[Edit]:
    own = source.new(node)
    whole = isinstance(source.parent.get(node), ast.stmt)
    if name.text.startswith("self.") and not (whole or isinstance(node, ast.Name)):
        return  # it may be there for others to read
    yield source.put(node, name, "name")
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield source.put(node, New(f"not {name.text}", CONDITION), "name")
    if isinstance(node, ast.Call) and not name.text.startswith("self."):
        if name.text.endswith("rng"):  # what is in order, drawn instead
            inside = ", ".join(source.code(argument) for argument in node.args)
            for method in ("permutation", "choice", "random"):
                text = f"{name.text}.{method}({inside})"
                yield source.put(node, New(text, ATOM), "function")
        end = source.end(node) - 1
        comma = ", " if node.args or node.keywords else ""
        yield Edit(node.lineno, "arguments", ((end, end, comma + name.text),))
    if not is_number(source, node, scope) or scope.kind(name.text) not in ("number", "unknown"):
        return
    for operator in _JOINED[:1] if name.text.startswith("self.") else _JOINED:
        kind = "factor" if operator in (ast.Mult, ast.Div) else "term"
        yield source.put(node, source.binary(own, operator, name), kind)
    if "shape" in name.text and whole:
        yield source.put(node, New(f"{bracketed(own, ATOM)}.reshape({name.text})", ATOM), "call")
    if name.text.startswith("self."):
        return
    rest = New(f"(1 - {name.text})", ATOM)
    yield source.put(node, source.binary(rest, ast.Mult, own), "factor")
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield source.put(node, New(f"{own.text}[{name.text}]", ATOM), "index")
        yield source.put(node, New(f"{own.text}**{name.text}", POWER), "power")


def applied(source: Source, node: ast.expr, scope: Scope, name: str) -> Iterator[Edit]:
    """A function of the file made of an expression, or as a factor."""
    if not is_number(source, node, scope) or is_called(source, node):
        return
    own = source.new(node)
    yield source.put(node, New(f"{name}({own.text})", ATOM), "call")
    if isinstance(source.parent.get(node), ast.stmt):
        for value in scope.arrays():
            factor = New(f"{name}({value})", ATOM)
            yield source.put(node, source.binary(own, ast.Mult, factor), "factor")


def _of_parts(source: Source, node: ast.expr, scope: Scope, name: str) -> Iterator[Edit]:
    """A function in place of what was worked out by hand."""
    if not is_number(source, node, scope) or is_called(source, node):
        return
    if isinstance(node, ast.Call | ast.BinOp):
        parts = {
            source.code(part): None
            for part in ast.walk(node)
            if isinstance(part, ast.Name | ast.Attribute)
        }
        arguments = [source.code(each) for each in getattr(node, "args", [])]
        for part in dict.fromkeys([*arguments, *parts]):
            if part not in ("np", "self") and scope.kind(part) in ("number", "unknown"):
                yield source.put(node, New(f"{name}({part})", ATOM), "function")


def _of_two(source: Source, node: ast.expr, scope: Scope, name: str) -> Iterator[Edit]:
    """A function of two arguments in place of a whole value: of what is subtracted, or of names."""
    if not isinstance(source.parent.get(node), ast.stmt) or not is_number(source, node, scope):
        return
    for part in ast.walk(node):
        if isinstance(part, ast.BinOp):
            text = f"{name}({source.code(part.left)}, {source.code(part.right)})"
            yield source.put(node, New(text, ATOM), "function")
    for one, two in permutations(scope.arrays()[:PAIRED], 2):
        yield source.put(node, New(f"{name}({one}, {two})", ATOM), "function")


def functions_applied(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A function of one argument that the file calls elsewhere."""
    for name in scope.of_one:
        yield from applied(source, node, scope, name)


def expression_to_name(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A name where something larger stands."""
    kinds = ast.BinOp | ast.Call | ast.Subscript
    if isinstance(node, kinds) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for name in scope.terms():
            yield source.put(node, New(name, ATOM), "name")
