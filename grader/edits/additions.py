"""Changes of one expression that put something in: a factor, a term, a call, a square."""

import ast
from collections.abc import Iterator

from .scope import Scope
from .source import ATOM, POWER, SIGN, Edit, New, Source, bracketed

_PRODUCTS = ast.Mult | ast.Div


def powers(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A square or a root put in, or exchanged."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base = source.new(node.left)
        yield source.put(node, base, "power")
        yield source.put(node, New(f"np.sqrt({base.text})", ATOM), "power")
        for name in scope.all_values():
            yield source.put(node.right, New(name, ATOM), "power")
    elif _is_number(node) and not _is_called(source, node):
        new = source.new(node)
        if isinstance(node, ast.Call) and source.code(node.func) == "np.sqrt" and node.args:
            inside = bracketed(source.new(node.args[0]), ATOM)
            yield source.put(node, New(f"{inside}**2", POWER), "power")
        yield source.put(node, New(f"np.sqrt({new.text})", ATOM), "power")
        yield source.put(node, New(f"{bracketed(new, ATOM)}**2", POWER), "power")


def wrapped(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Something made of an expression: its minus, its copy, its mean, what it lacks to 1."""
    if not _is_number(node) or _is_called(source, node):
        return
    new = source.new(node)
    atom = bracketed(new, ATOM)
    parent = source.parent.get(node)
    if not (isinstance(parent, ast.BinOp) and isinstance(parent.op, _PRODUCTS)):
        yield source.put(node, New(f"-{bracketed(new, SIGN)}", SIGN), "sign")
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield source.put(node, New(f"{atom}.T", ATOM), "transposed")
    yield source.put(node, source.binary(New("1", ATOM), ast.Sub, new), "complement")
    for function in ("np.sum", "np.mean", "np.exp", "np.log", "np.abs"):
        yield source.put(node, New(f"{function}({new.text})", ATOM), "call")
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        for function in ("len", "np.zeros_like", "list"):
            yield source.put(node, New(f"{function}({new.text})", ATOM), "call")
        for text in (".shape", ".size", ".shape[0]", ".ravel()"):
            yield source.put(node, New(f"{atom}{text}", ATOM), "call")
    yield source.put(node, New(f"np.sum({new.text}, axis=0)", ATOM), "call")
    yield source.put(node, New(f"float({new.text})", ATOM), "call")
    yield source.put(node, New(f"np.mean({new.text}, axis=0)", ATOM), "call")
    yield source.put(node, New(f"np.array({new.text})", ATOM), "call")


def factors(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A factor, a divisor or a term put in."""
    parent = source.parent.get(node)
    if not _is_number(node) or _is_called(source, node):
        return
    if (isinstance(parent, ast.BinOp) and isinstance(parent.op, _PRODUCTS)):
        return  # a factor of a product is one of the whole
    new, own = source.new(node), source.code(node)
    sized = [*scope.values[:6], *scope.attributes[:6]]
    for text in [*scope.all_values(), "2", "0.5"]:
        if text != own:
            yield source.put(node, source.binary(New(text, ATOM), ast.Mult, new), "factor")
            yield source.put(node, source.binary(new, ast.Div, New(text, ATOM)), "factor")
    for text in sized:
        for count in (f"{text}.shape[0]", f"len({text})", f"{text}.size"):
            yield source.put(node, source.binary(new, ast.Div, New(count, ATOM)), "factor")


def terms(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A term put in, or a factor of what a name lacks to 1; a power of a name."""
    if not _is_number(node) or _is_called(source, node):
        return
    parent = source.parent.get(node)
    within = parent.op if isinstance(parent, ast.BinOp) else None
    new, own = source.new(node), source.code(node)
    others = [*scope.all_values(), "1", *scope.small_numbers]
    for text in () if isinstance(within, ast.Add | ast.Sub) else others:
        if text != own:
            yield source.put(node, source.binary(new, ast.Add, New(text, ATOM)), "term")
            yield source.put(node, source.binary(new, ast.Sub, New(text, ATOM)), "term")
    for text in scope.all_values():
        if not isinstance(within, _PRODUCTS):
            rest = New(f"(1 - {text})", ATOM)
            yield source.put(node, source.binary(rest, ast.Mult, new), "factor")
            yield source.put(node, source.binary(new, ast.Mult, New(f"{text}**2", POWER)), "factor")
        if isinstance(node, ast.Name | ast.Attribute):
            yield source.put(node, New(f"{own}**{text}", POWER), "power")
            yield source.put(node, New(f"{own}[{text}]", ATOM), "index")


def _is_called(source: Source, node: ast.expr) -> bool:
    """Whether an expression is a function that is called, or a part of its name."""
    parent = source.parent.get(node)
    if isinstance(parent, ast.Call):
        return parent.func is node
    return isinstance(parent, ast.Attribute) and _is_called(source, parent)


def _is_number(node: ast.expr) -> bool:
    """Whether an expression may be a number or an array that something is made of."""
    kinds = ast.Name | ast.Attribute | ast.Subscript | ast.BinOp | ast.Call
    if not isinstance(node, kinds) or (hasattr(node, "ctx") and not isinstance(node.ctx, ast.Load)):
        return False
    return not (isinstance(node, ast.Name) and node.id in ("self", "np"))
