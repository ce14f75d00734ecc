"""Changes where Python does otherwise than people expect: what is shared, cut off or given back."""

import ast
from collections.abc import Iterator

from .scope import Scope, is_self
from .source import ATOM, Edit, New, Source, bracketed
from .statements import block_of, is_docstring, shares_lines

_GIVES_NOTHING = ("append", "extend", "insert", "reverse", "sort", "update", "shuffle", "fill")
_DRAWS = {"rand": "random", "randn": "standard_normal", "randint": "integers"}
_MUTABLE = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.Call


def either(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """x == "a" or "b" → x == "a" or x == "b"."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.values[0], ast.Compare):
        return
    first = node.values[0]
    between = source.text[source.end(first.left) : source.start(first.comparators[0])]
    plain = [each for each in node.values[1:] if isinstance(each, ast.Constant | ast.Name)]
    if plain:
        left = source.code(first.left) + between
        pieces = tuple((source.start(each), source.start(each), left) for each in plain)
        yield Edit(node.lineno, "comparison", pieces)


def looped(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Two names for what a loop gives one by one: pairs of a dictionary, or counted."""
    loop = source.parent.get(node)
    if not isinstance(loop, ast.For | ast.comprehension) or loop.iter is not node:
        return
    if isinstance(loop.target, ast.Tuple) and len(loop.target.elts) == 2:
        own = bracketed(source.new(node), ATOM)
        yield source.put(node, New(f"{own}.items()", ATOM), "call")
        yield source.put(node, New(f"enumerate({source.code(node)})", ATOM), "call")


def of_any_shape(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """range(x.size) → np.ndindex(x.shape)."""
    if isinstance(node, ast.Call) and source.code(node.func) == "range" and len(node.args) == 1:
        count = node.args[0]
        if isinstance(count, ast.Attribute) and count.attr == "size":
            array = source.code(count.value)
        elif isinstance(count, ast.Call) and source.code(count.func) == "len" and count.args:
            array = source.code(count.args[0])
        else:
            return
        yield source.put(node, New(f"np.ndindex({array}.shape)", ATOM), "index")


def drawn(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """rng.rand(*shape) → rng.random(shape): a Generator has other names than np.random."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    name = _DRAWS.get(node.func.attr)
    if name:
        inside = ", ".join(source.code(each) for each in node.args)
        if name != "integers":  # the shape is one argument
            inside = f"({inside})" if len(node.args) > 1 else inside.lstrip("*")
        owner = source.code(node.func.value)
        yield source.put(node, New(f"{owner}.{name}({inside})", ATOM), "function")


def of_samples(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """np.mean(x) → np.sum(x) / len(y): the mean of the samples, and not of all elements."""
    if not isinstance(node, ast.Call) or source.code(node.func) != "np.mean":
        return
    if len(node.args) == 1 and not node.keywords:
        names = [part.id for part in ast.walk(node.args[0]) if isinstance(part, ast.Name)]
        total = New(f"np.sum({source.code(node.args[0])})", ATOM)
        for name in dict.fromkeys([*names, *scope.arrays()]):
            if scope.is_value(name) and scope.kind(name) == "unknown":
                count = New(f"len({name})", ATOM)
                yield source.put(node, source.binary(total, ast.Div, count), "factor")


def alone(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """What several names or places share, made for each of them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):  # [[]] * n
        one = node.left
        if isinstance(one, ast.List) and len(one.elts) == 1:
            text = f"[{source.code(one.elts[0])} for _ in range({source.code(node.right)})]"
            yield source.put(node, New(text, ATOM), "copy")
    if not isinstance(node, ast.Call):
        return
    function = source.code(node.func)
    if function == "dict.fromkeys" and len(node.args) == 2:
        keys, value = map(source.code, node.args)
        yield source.put(node, New(f"{{key: {value} for key in {keys}}}", ATOM), "copy")
    name, _, method = function.rpartition(".")
    if function in ("dict", "copy.copy") and len(node.args) == 1:
        name, method = source.code(node.args[0]), "copy"
    if method == "copy" and scope.kind(name) == "dictionary":
        text = f"{{key: value.copy() for key, value in {name}.items()}}"
        yield source.put(node, New(text, ATOM), "copy")


def given_back(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """x = x.append(y) → x.append(y)."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and function.attr in _GIVES_NOTHING:
            piece = (source.start(statement), source.start(statement.value), "")
            yield Edit(statement.lineno, "given back", (piece,))


def turned_round(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A list that is reversed for good, gone through in reverse by the loops that follow."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr != "reverse" or shares_lines(source, statement):
        return
    owner = source.code(call.func.value)
    block = block_of(source, statement)
    pieces = [(source.start(statement), source.end(statement), "pass")]
    for later in block[block.index(statement) + 1 :]:
        for loop in ast.walk(later):
            if isinstance(loop, ast.For) and source.code(loop.iter) == owner:
                place = source.start(loop.iter), source.end(loop.iter)
                pieces.append((*place, f"reversed({owner})"))
    if len(pieces) > 1:
        yield Edit(statement.lineno, "order", tuple(pieces))


def renamed(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A loop in a loop that uses the other one's variable, with a variable of its own."""
    if not isinstance(statement, ast.For) or not isinstance(statement.target, ast.Name):
        return
    name, outer = statement.target.id, source.parent.get(statement)
    while isinstance(outer, ast.stmt) and not isinstance(outer, ast.FunctionDef):
        if isinstance(outer, ast.For) and name in _names(outer.target):
            used = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id == name]
            pieces = tuple((source.start(n), source.end(n), f"{name}_") for n in used)
            yield Edit(statement.lineno, "name", pieces)
            return
        outer = source.parent.get(outer)


def piled_up(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """What a function adds to what was there before, in several lines, put in its place."""
    if not isinstance(statement, ast.FunctionDef):
        return
    found: list[tuple[int, tuple[int, int, str]]] = []
    for part in ast.walk(statement):
        if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Add):
            place = source.end(part.target), source.start(part.value)
            found += [(part.lineno, (*place, " = "))] if is_self(part.target) else []
        elif isinstance(part, ast.Assign) and isinstance(part.value, ast.BinOp):
            target, rest = part.targets[0], part.value.right
            if is_self(target) and source.code(part.value.left) == source.code(target):
                found.append((part.lineno, (source.end(target), source.start(rest), " = ")))
    if len(found) > 1:
        yield Edit(min(line for line, _ in found), "assignment", tuple(piece for _, piece in found))


def of_class(source: Source) -> Iterator[Edit]:
    """What a class makes once for all its objects, made anew for each of them."""
    for owner in ast.walk(source.tree):
        if isinstance(owner, ast.ClassDef) and (first := _first_statement(source, owner)):
            begin, _ = source.lines(first)
            for made in owner.body:
                if not isinstance(made, ast.Assign) or not isinstance(made.value, _MUTABLE):
                    continue
                for target in made.targets:
                    text = f"self.{source.code(target)} = {source.code(made.value)}\n"
                    piece = (begin, begin, " " * first.col_offset + text)
                    yield Edit(made.lineno, "self", (piece,))


def _first_statement(source: Source, owner: ast.ClassDef) -> ast.stmt | None:
    """What __init__ does first."""
    for method in owner.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            for statement in method.body:
                if not is_docstring(statement) and not shares_lines(source, statement):
                    return statement
    return None


def letters(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A text in letters of the other case."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        other = node.value.swapcase()
        if other != node.value and other.isidentifier():
            yield source.put(node, New(f'"{other}"', ATOM), "text")


def _names(target: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
