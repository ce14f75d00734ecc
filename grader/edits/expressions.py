"""Changes of one expression: operators, constants, axes, names, indices, brackets."""

import ast
from collections.abc import Callable, Iterator
from typing import TypeGuard

from .scope import TINY, Scope, is_self
from .source import ATOM, COMPARISON, CONDITION, SIGN, Edit, New, Source, bracketed

Rewrite = Callable[[Source, ast.expr, Scope], Iterator[Edit]]

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add, ast.Div, ast.Mult),
    ast.Mult: (ast.Div, ast.MatMult, ast.Add, ast.Sub), ast.Div: (ast.Mult, ast.Sub, ast.FloorDiv),
    ast.MatMult: (ast.Mult,), ast.Pow: (ast.Mult,), ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,), ast.BitXor: (ast.Pow,),
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="), ast.LtE: ("<", ">=", ">"), ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"), ast.Eq: ("!=", "is"), ast.NotEq: ("==",), ast.Is: ("is not", "=="),
    ast.IsNot: ("is",), ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
REDUCTIONS = {
    "sum", "mean", "max", "min", "std", "var", "argmax", "argmin", "prod", "any", "all", "cumsum",
    "amax", "amin",
}  # fmt: skip
_COUNTING = {
    "range", "arange", "choice", "permutation", "integers", "zeros", "ones", "empty", "eye",
}  # fmt: skip
_PLAIN_NUMBERS = ("0", "1", "2", "0.5", "-1")


def operators(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Another operator or comparison; the sides exchanged; a sign dropped."""
    if isinstance(node, ast.BinOp):
        left, right = source.new(node.left), source.new(node.right)
        plain = "number" in (scope.kind(left.text), scope.kind(right.text))
        for operator in _OPERATORS.get(type(node.op), ()):
            if plain and operator is ast.MatMult:
                continue
            is_sign = {operator, type(node.op)} == {ast.Add, ast.Sub}
            new = source.binary(left, operator, right)
            yield source.put(node, new, "sign" if is_sign else "operator")
        both = {scope.kind(left.text), scope.kind(right.text)} == {"number"}
        if isinstance(node.op, ast.Mult) and both:
            yield source.put(node, source.binary(left, ast.Pow, right), "operator")
        if isinstance(node.op, ast.FloorDiv):
            yield source.put(node, New(f"max({source.code(node)}, 1)", ATOM), "call")
            down = source.binary(New(f"-{bracketed(left, SIGN)}", SIGN), ast.FloorDiv, right)
            yield source.put(node, New(f"-({down.text})", SIGN), "operator")  # rounded up
        if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.BinOp):
            # a * b * c → a * b**c
            power = source.binary(source.new(node.left.right), ast.Pow, right)
            first = source.new(node.left.left)
            yield source.put(node, source.binary(first, type(node.left.op), power), "operator")
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
            yield source.put(node, source.binary(right, type(node.op), left), "exchanged")
        if isinstance(node.left, ast.Attribute) and node.left.attr == "T":  # a.T @ b → b.T @ a
            turned = New(f"{bracketed(right, ATOM)}.T", ATOM)
            yield source.put(
                node, source.binary(turned, type(node.op), source.new(node.left.value)), "exchanged"
            )
    elif isinstance(node, ast.UnaryOp):
        yield source.put(node, source.new(node.operand), "sign")
    elif isinstance(node, ast.Compare):
        for sign in _COMPARISONS.get(type(node.ops[0]), ()):
            between = source.text[source.end(node.left) : source.start(node.comparators[0])]
            place = source.end(node.left), source.start(node.comparators[0])
            closing = between[: len(between) - len(between.lstrip(") "))].rstrip()
            opening = between[len(between.rstrip("( ")) :].lstrip()
            text = f"{closing} {sign} {opening}"
            yield Edit(node.lineno, "comparison", ((*place, text),))
        numbers = New(f"({source.code(node)}).astype(float)", ATOM)
        yield source.put(node, numbers, "call")
    elif getattr(source.parent.get(node), "test", None) is node:
        text = f"not {bracketed(source.new(node), COMPARISON)}"
        yield source.put(node, New(text, CONDITION), "comparison")


def complements(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """(1 - m) * a + m * b → m * a + (1 - m) * b."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return
    shares = [
        part
        for side in (node.left, node.right)
        for part in ast.walk(side)
        if isinstance(part, ast.Name | ast.Attribute) and scope.kind(source.code(part)) != "text"
    ]
    for rest in (part for part in ast.walk(node) if is_complement(part)):
        inside = source.code(rest.right)
        for share in shares:
            is_apart = not source.start(rest) <= source.start(share) < source.end(rest)
            if source.code(share) == inside and is_apart:
                start, end = source.start(rest), source.end(rest)
                pieces = (
                    (start - 1, end + 1, inside),
                    (source.start(share), source.end(share), source.text[start - 1 : end + 1]),
                )
                if source.text[start - 1 : start] == "(" and source.text[end : end + 1] == ")":
                    yield Edit(node.lineno, "exchanged", tuple(sorted(pieces)))


def is_complement(node: ast.AST) -> TypeGuard[ast.BinOp]:
    """Whether an expression is what something lacks to 1."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    return isinstance(node.left, ast.Constant) and node.left.value == 1


def axes(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Another axis, keepdims or none; one or both where there are none."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr not in REDUCTIONS:
        return
    is_function = isinstance(node.func.value, ast.Name) and not scope.is_value(node.func.value.id)
    plain = node.args[: 1 if is_function else 0]
    first = ", ".join(source.code(each) for each in plain)
    others = [k for k in node.keywords if k.arg not in ("axis", "keepdims")]
    rest = [source.code_of_keyword(k) for k in others]
    for axis in ("", "axis=0", "axis=-1", "axis=1"):
        for keepdims in ("", "keepdims=True"):
            inside = ", ".join(part for part in (first, axis, keepdims, *rest) if part)
            new = New(f"{source.code(node.func)}({inside})", ATOM)
            yield source.put(node, new, "axis")


def constants(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A constant that is plain, documented, of the other sign, or near; a name in its place."""
    if not isinstance(node, ast.Constant):
        return
    parent = source.parent.get(node)
    if isinstance(node.value, str) and isinstance(parent, ast.Subscript):
        for key in scope.keys:
            yield source.put(node, New(key, ATOM), "index")
    if isinstance(node.value, bool):
        yield source.put(node, New(str(not node.value), ATOM), "constant")
    elif isinstance(node.value, int | float):
        value = node.value
        is_factor = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult)
        is_exponent = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow)
        known = [*scope.numbers, *_PLAIN_NUMBERS]
        if isinstance(value, int):  # which another whole number is nearer to
            known.sort(key=lambda text: not text.lstrip("-").isdigit())
        for text in known:
            if float(text) != value and not (is_exponent and text in ("0", "1", "-1")):
                tightness = SIGN if text.startswith("-") else ATOM
                is_odd = (0 < abs(value) < TINY) != (0 < abs(float(text)) < TINY)
                is_odd |= is_factor and text == "0"
                yield source.put(node, New(text, tightness), "constant", is_arbitrary=is_odd)
        if value:
            yield source.put(node, New(f"-{source.code(node)}", SIGN), "sign")
        for other in (value + 1, value - 1) if isinstance(value, int) else ():
            if str(other) not in known and other >= 0:
                yield source.put(node, New(str(other), ATOM), "constant", is_arbitrary=True)
        for factor in (10, 0.1, 2, 0.5, 100) if isinstance(value, float) and value else ():
            text = f"{value * factor:.6g}"
            yield source.put(node, New(text, ATOM), "constant", is_arbitrary=True)
        for lack in (0.1, 10) if 0.5 < value < 1 else ():  # one nine more, or less
            text = f"{1 - lack * (1 - value):.6g}"
            yield source.put(node, New(text, ATOM), "constant", is_arbitrary=True)
        if isinstance(value, float) and 0 < value < 1:
            yield source.put(node, New(f"{1 - value:.6g}", ATOM), "constant", is_arbitrary=True)


def constants_to_names(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A name where a constant stands."""
    parent = source.parent.get(node)
    number = isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    if number or (isinstance(node, ast.Constant) and node.value is None):
        if isinstance(parent, ast.keyword) and parent.arg in ("axis", "keepdims"):
            return
        is_default = isinstance(parent, ast.arguments)
        given = scope.all_values() if isinstance(parent, ast.Call) else scope.terms()
        same = source.compared_with(node)
        for name in [] if is_default else given:
            if name != same:
                yield source.put(node, New(name, ATOM), "name")
        for name in [] if is_default else scope.arrays():
            yield source.put(node, New(f"len({name})", ATOM), "name")


def selves(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """self in front of a name, or not."""
    if isinstance(node, ast.Name) and node.id != "self":
        if f"self.{node.id}" in scope.attributes or (
            scope.is_method and isinstance(node.ctx, ast.Store)
        ):
            yield source.put(node, New(f"self.{node.id}", ATOM), "self")
    elif (
        is_self(node)
        and isinstance(node, ast.Attribute)
        and (node.attr in scope.values or node.attr in scope.functions)
    ):
        yield source.put(node, New(node.attr, ATOM), "self")


def names(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Another name in scope."""
    parent = source.parent.get(node)
    is_called = isinstance(parent, ast.Call) and parent.func is node
    if isinstance(node, ast.Name) and node.id != "self":
        if not scope.is_value(node.id):
            return
        if isinstance(node.ctx, ast.Store) and node.id in source.read_names:
            return  # what is read under this name would be gone
        if isinstance(parent, ast.Assign) and isinstance(node.ctx, ast.Load):
            for text in ("1", "0"):
                yield source.put(node, New(text, ATOM), "name")
        same = (node.id, f"self.{node.id}", source.compared_with(node))
        for name in scope.all_values():
            if name not in same and scope.alike(node.id, name):
                yield source.put(node, New(name, ATOM), "name")
    elif is_self(node) and isinstance(node, ast.Attribute) and not is_called:
        own = f"self.{node.attr}"
        same = (own, node.attr, source.compared_with(node))
        for name in [*scope.attributes, *scope.values]:
            if name not in same and scope.alike(own, name):
                yield source.put(node, New(name, ATOM), "name")


def sizes(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """The length of an array where a function is given, or divides, another number."""
    parent = source.parent.get(node)
    if not isinstance(node, ast.Name):
        return
    is_divided = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.FloorDiv)
    is_given = isinstance(parent, ast.Call) and (
        source.code(parent.func).rpartition(".")[2] in _COUNTING
    )
    if is_divided or is_given:
        for name in scope.arrays():
            yield source.put(node, New(f"len({name})", ATOM), "name")


def tables(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """The same entry of another dictionary."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    own = source.code(node.value)
    if scope.kind(own) == "dictionary":
        for name in scope.all_values():
            if name != own and scope.kind(name) == "dictionary":
                yield source.put(node.value, New(name, ATOM), "name")


def operands(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A term or a factor too many; one of two branches; elements exchanged."""
    if isinstance(node, ast.BinOp):
        yield source.put(node, source.new(node.left), "operand")
        yield source.put(node, source.new(node.right), "operand")
    elif isinstance(node, ast.IfExp):
        yield source.put(node, source.new(node.body), "operand")
        yield source.put(node, source.new(node.orelse), "operand")
        pieces = tuple(
            (source.start(a), source.end(a), source.code(b))
            for a, b in ((node.body, node.orelse), (node.orelse, node.body))
        )
        yield Edit(node.lineno, "exchanged", pieces)
    elif isinstance(node, ast.Tuple | ast.List):
        for index in range(len(node.elts) - 1):
            one, two = node.elts[index : index + 2]
            pieces = tuple(
                (source.start(a), source.end(a), source.code(b))
                for a, b in ((one, two), (two, one))
            )
            yield Edit(one.lineno, "exchanged", pieces)
        if isinstance(node.ctx, ast.Load) and 1 < len(node.elts) < 5:
            for element in node.elts:
                yield source.put(node, source.new(element), "operand")
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield source.put(node, source.new(value), "operand")


def indices(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Another index or slice, or none."""
    if not isinstance(node, ast.Subscript):
        return
    base = source.code(node.value)
    yield source.put(node, source.new(node.value), "index")
    inside = node.slice
    if isinstance(inside, ast.Slice):
        lower, upper = (source.code(x) if x else "" for x in (inside.lower, inside.upper))
        forms = [f"{lower}:", f":{upper}", f"{upper}:", f":{lower}", "::-1", lower, upper]
        bounds = _bounds(source, node)
        forms += [f"{each}:" for each in bounds] + [f":{each}" for each in bounds]
        forms += scope.arrays()[:6]
        for by in (" + 1", " - 1"):
            forms += [f"{lower}{by}:{upper}"] if lower else []
            forms += [f"{lower}:{upper}{by}"] if upper else []
    elif isinstance(inside, ast.Tuple) and len(inside.elts) == 2:
        one, two = (source.code(each) for each in inside.elts)
        forms = [one, two, f"{two}, {one}", f":, {two}", f"{one}, :"]
        forms += [f"np.arange(len({two})), {two}", f"np.arange(len({base})), {two}"]
        forms.append(f"np.arange({one}), {two}")
    else:
        index = source.code(inside)
        if isinstance(inside, ast.Tuple):
            return
        if scope.kind(index) == "text" or index[:1] in "\"'":
            return
        forms = [f":, {index}", f"{index}:", f":{index}", "-1", "0"]
        forms = forms[-2:] if base.endswith(".shape") else forms
        forms += [] if index.isdigit() else [f"{index} - 1", f"{index} + 1"]
        forms += [f"np.arange(len({index})), {index}"]
        forms += [f"{index} * {name}" for name in scope.parameters[:3]]
    for form in dict.fromkeys(forms):
        if form.strip():
            yield source.put(node, New(f"{base}[{form}]", ATOM), "index")


def _bounds(source: Source, node: ast.Subscript) -> list[str]:
    """Names that bound a slice, or are part of what does, here or of the same array elsewhere."""
    place: ast.AST = node
    while place in source.parent and not isinstance(place, ast.FunctionDef):
        place = source.parent[place]
    found: dict[str, None] = {}
    for other in ast.walk(place):
        if not isinstance(other, ast.Subscript) or not isinstance(other.slice, ast.Slice):
            continue
        if source.code(other.value) == source.code(node.value):
            names = (part for part in ast.walk(other.slice) if isinstance(part, ast.Name))
            found |= {part.id: None for part in names}
    return list(found)
