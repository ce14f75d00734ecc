"""Changes of what holds together: brackets put elsewhere, a call made of more or of less."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from .calls import is_value
from .scope import Scope
from .source import ATOM, Edit, New, Source


def grouped(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Brackets that hold other things together: a / b * c → a / (b * c), f(a) + b → f(a + b)."""
    if not isinstance(node, ast.BinOp):
        return
    operator = type(node.op)
    left, right = node.left, node.right
    if isinstance(left, ast.BinOp):
        inner = source.binary(source.new(left.right), operator, source.new(right))
        new = source.binary(source.new(left.left), type(left.op), inner)
        yield source.put(node, new, "grouping")
    if isinstance(right, ast.BinOp):
        inner = source.binary(source.new(left), operator, source.new(right.left))
        yield source.put(
            node, source.binary(inner, type(right.op), source.new(right.right)), "grouping"
        )
    if _is_power(left) and _is_power(right):  # a**2 - b**2 → (a - b)**2
        inner = source.binary(source.new(left.left), operator, source.new(right.left))
        power = source.binary(inner, ast.Pow, source.new(right.right))
        yield source.put(node, power, "grouping")
    if isinstance(right, ast.Constant):  # log(a) * b + 1 → log(a + 1) * b
        for call in ast.walk(left):
            if isinstance(call, ast.Call) and call.args and call is not left:
                start, end = source.end(left), source.end(node)
                at = source.end(call.args[0])
                pieces = ((at, at, source.text[start:end]), (start, end, ""))
                yield Edit(node.lineno, "grouping", pieces)
    for call, other, comes_first in ((left, right, True), (right, left, False)):
        odd = ast.Starred | ast.GeneratorExp
        if isinstance(call, ast.Call) and call.args and not isinstance(call.args[0], odd):
            argument, rest = source.new(call.args[0]), source.new(other)
            pair = (argument, rest) if comes_first else (rest, argument)
            inside = source.binary(pair[0], operator, pair[1]).text
            start, end = source.start(call.args[0]), source.end(call)
            after = source.text[source.end(call.args[0]) : end]
            text = source.text[source.start(call) : start] + inside + after
            yield source.put(node, New(text, ATOM), "grouping")


def _is_power(node: ast.expr) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)


def taken_out(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """f(a + b) → f(a) + b and a + f(b)."""
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.BinOp):
        return
    inside = node.args[0]
    before = source.text[source.start(node) : source.start(inside)]
    after = source.text[source.end(inside) : source.end(node)]
    left, right = inside.left, inside.right
    for kept, other, first in ((left, right, True), (right, left, False)):
        if isinstance(kept, ast.Constant):
            continue  # nothing to work out
        call = New(f"{before}{source.code(kept)}{after}", ATOM)
        rest = source.new(other)
        pair = (call, rest) if first else (rest, call)
        yield source.put(node, source.binary(pair[0], type(inside.op), pair[1]), "grouping")


def nested(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Two functions applied in the other order: f(g(x)) → g(f(x)), f(g(a, b)) → g(f(a), f(b))."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return
    outer, inside = source.code(node.func), node.args[0]
    after = ""  # what is added within the outer call: np.log(p.mean() + 1e-7)
    if isinstance(inside, ast.BinOp) and isinstance(inside.right, ast.Constant):
        after = source.text[source.end(inside.left) : source.end(inside)]
        inside = inside.left
    if not isinstance(inside, ast.Call) or outer == source.code(inside.func):
        return
    inner = source.code(inside.func)
    if inside.args:
        given = [f"{outer}({source.code(each)}{after})" for each in inside.args]
        words = [source.code_of_keyword(each) for each in inside.keywords]
        yield source.put(node, New(f"{inner}({', '.join([*given, *words])})", ATOM), "order")
        if others := [source.code(each) for each in inside.args[1:]]:
            one = ", ".join([given[0], *others, *words])
            yield source.put(node, New(f"{inner}({one})", ATOM), "order")
    elif isinstance(inside.func, ast.Attribute) and is_value(inside.func.value, scope):
        value = source.code(inside.func.value)
        rest = source.text[source.end(inside.func.value) : source.end(inside)]
        yield source.put(node, New(f"{outer}({value}{after}){rest}", ATOM), "order")
