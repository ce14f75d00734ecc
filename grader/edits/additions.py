"""Changes of one expression that put something in: a factor, a term, a call, a square."""

import ast
from collections.abc import Iterator
from itertools import combinations

from .scope import Scope
from .source import ATOM, POWER, SIGN, Edit, New, Source, bracketed

_PRODUCTS = ast.Mult | ast.Div
_CAREFUL = ("np.log", "np.sqrt")
PAIRED = 6  # names of which two make a term
SIZED = 8  # names whose length may be a divisor


def powers(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A square or a root put in, or exchanged."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base = source.new(node.left)
        yield source.put(node, base, "power")
        yield source.put(node, New(f"np.sqrt({base.text})", ATOM), "power")
        for name in scope.terms():
            yield source.put(node.right, New(name, ATOM), "power")
    elif isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1:
        if isinstance(source.parent.get(node), ast.BinOp):
            yield source.put(node, New(f"np.sqrt({node.value})", ATOM), "power")
    elif is_number(source, node, scope) and not is_called(source, node):
        new = source.new(node)
        if "log10(" in new.text:
            yield source.put(node, New(f"10 ** {bracketed(new, ATOM)}", POWER), "power")
        if isinstance(node, ast.Call) and source.code(node.func) == "np.sqrt" and node.args:
            inside = bracketed(source.new(node.args[0]), ATOM)
            yield source.put(node, New(f"{inside}**2", POWER), "power")
        if not (isinstance(node, ast.Call) and source.code(node.func).endswith(".astype")):
            yield source.put(node, New(f"np.sqrt({new.text})", ATOM), "power")
            yield source.put(node, New(f"{bracketed(new, ATOM)}**2", POWER), "power")
        if scope.kind(new.text) == "number":
            for name in scope.terms():
                if scope.kind(name) == "number" and name != new.text:
                    yield source.put(node, New(f"{new.text}**{name}", POWER), "power")


def tiny_terms(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """What keeps a divisor or a logarithm's argument from 0."""
    parent = source.parent.get(node)
    if isinstance(parent, ast.BinOp):
        is_careless = isinstance(parent.op, ast.Div) and parent.right is node
    else:
        is_careless = isinstance(parent, ast.Call) and source.code(parent.func) in _CAREFUL
    if not is_careless or scope.kind(source.code(node)) == "number":
        return
    for text in scope.small_numbers or ["1e-7"]:
        yield source.put(node, source.binary(source.new(node), ast.Add, New(text, ATOM)), "term")


def wrapped(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Something made of an expression: its minus, its copy, its mean, what it lacks to 1."""
    if not is_number(source, node, scope) or is_called(source, node):
        return
    new = source.new(node)
    atom = bracketed(new, ATOM)
    parent = source.parent.get(node)
    if not (isinstance(parent, ast.BinOp) and isinstance(parent.op, _PRODUCTS)):
        yield source.put(node, New(f"-{bracketed(new, SIGN)}", SIGN), "sign")
    is_plain = scope.kind(new.text) == "number"
    yield source.put(node, source.binary(New("1", ATOM), ast.Sub, new), "complement")
    for function in ("np.exp", "np.log", "np.abs"):
        yield source.put(node, New(f"{function}({new.text})", ATOM), "call")
    if is_plain:  # which has no shape
        return
    for function in ("np.sum", "np.mean"):
        for axis in ("", ", axis=0"):
            yield source.put(node, New(f"{function}({new.text}{axis})", ATOM), "call")
    is_alone = not isinstance(parent, ast.BinOp | ast.UnaryOp)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield source.put(node, New(f"{atom}.T", ATOM), "transposed")
        yield source.put(node, New(f"len({new.text})", ATOM), "call")
        for text in (".size", *((".shape", ".ravel()") if is_alone else ())):
            yield source.put(node, New(f"{atom}{text}", ATOM), "call")
    for function in ("float", "np.array", "list", "np.zeros_like") if is_alone else ():
        yield source.put(node, New(f"{function}({new.text})", ATOM), "call")


def factors(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A factor, a divisor or a term put in."""
    parent = source.parent.get(node)
    if not is_number(source, node, scope) or is_called(source, node):
        return
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, _PRODUCTS):
        return  # a factor of a product is one of the whole
    new, own = source.new(node), source.code(node)
    sized = scope.arrays()[:SIZED]
    for text in [*scope.terms(), "2"]:
        if text != own:
            yield source.put(node, source.binary(New(text, ATOM), ast.Mult, new), "factor")
            yield source.put(node, source.binary(new, ast.Div, New(text, ATOM)), "factor")
    for text in sized:
        for count in (f"len({text})", f"{text}.size"):
            yield source.put(node, source.binary(new, ast.Div, New(count, ATOM)), "factor")


def terms(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A term put in, or a factor of what a name lacks to 1; a power of a name."""
    if not is_number(source, node, scope) or is_called(source, node):
        return
    parent = source.parent.get(node)
    within = parent.op if isinstance(parent, ast.BinOp) else None
    new, own = source.new(node), source.code(node)
    others = [*scope.terms(), "1"]
    for text in () if isinstance(within, ast.Add | ast.Sub) else others:
        if text != own:
            yield source.put(node, source.binary(new, ast.Add, New(text, ATOM)), "term")
            yield source.put(node, source.binary(new, ast.Sub, New(text, ATOM)), "term")
    if isinstance(source.parent.get(node), ast.stmt):  # a term that is a product
        for one, two in combinations(scope.terms()[:PAIRED], 2):
            product = source.binary(New(one, ATOM), ast.Mult, New(two, ATOM))
            yield source.put(node, source.binary(new, ast.Add, product), "term")
            yield source.put(node, source.binary(new, ast.Sub, product), "term")
    for text in scope.terms():
        if not isinstance(within, _PRODUCTS):
            rest = New(f"(1 - {text})", ATOM)
            yield source.put(node, source.binary(rest, ast.Mult, new), "factor")
            yield source.put(node, source.binary(new, ast.Mult, New(f"{text}**2", POWER)), "factor")
        if isinstance(node, ast.Name | ast.Attribute):
            yield source.put(node, New(f"{own}**{text}", POWER), "power")
            if scope.kind(own) != "number":
                yield source.put(node, New(f"{own}[{text}]", ATOM), "index")


def is_called(source: Source, node: ast.expr) -> bool:
    """Whether an expression is a function that is called, or a part of its name."""
    parent = source.parent.get(node)
    if isinstance(parent, ast.Call):
        return parent.func is node
    return isinstance(parent, ast.Attribute) and is_called(source, parent)


def is_number(source: Source, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression may be a number or an array that something is made of."""
    kinds = ast.Name | ast.Attribute | ast.Subscript | ast.BinOp | ast.Call
    if not isinstance(node, kinds) or (hasattr(node, "ctx") and not isinstance(node.ctx, ast.Load)):
        return False
    if isinstance(node, ast.Name) and node.id in ("self", "np"):
        return False
    if isinstance(node, ast.Attribute) and node.attr == "shape":
        return False
    if scope.kind(source.code(node)) not in ("number", "unknown"):
        return False
    parent = source.parent.get(node)
    if isinstance(parent, ast.Attribute) and not is_called(source, node):
        return False  # a shape is not another one because the numbers are
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return False  # what is made of all elements may be made of those that are taken
    while isinstance(parent, ast.expr):
        if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            return False
        parent = source.parent.get(parent)
    return True
