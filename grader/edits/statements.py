"""Changes of whole statements: how they assign, whether they are there, and in which block."""

import ast
import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from .scope import Scope
from .source import Edit, Source

Change = Callable[[Source, ast.stmt, Scope], Iterator[Edit]]

_Block = ast.If | ast.For | ast.While | ast.With
_SIGNS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-=", "*=", "="), ast.Sub: ("+=", "/=", "="), ast.Mult: ("/=", "+=", "="),
    ast.Div: ("*=", "-=", "="),
}  # fmt: skip


def assignments(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """=, += and -= exchanged; a new array or the old one's elements."""
    if isinstance(statement, ast.AugAssign):
        start, end = source.end(statement.target), source.start(statement.value)
        between = source.text[start:end]
        sign = re.search(r"[-+*/@%]+=", between)
        if sign:
            place = (start + sign.start(), start + sign.end())
            for new in _SIGNS.get(type(statement.op), ("=",)):
                signs = {sign.group(), new} == {"+=", "-="}
                yield Edit(statement.lineno, "sign" if signs else "assignment", ((*place, new),))
            for name in _remembered(source, statement):  # x[i] -= h → x[i] = before - h
                text = f"= {name} {sign.group()[:-1]}"
                yield Edit(statement.lineno, "assignment", ((*place, text),))
            text = f"= {source.code(statement.target)} {sign.group()[:-1]}"
            yield Edit(statement.lineno, "in place", ((*place, text),))
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Tuple):
            return
        found = re.search(r"=", source.text[source.end(target) : source.start(statement.value)])
        if not found:
            return
        place = (source.end(target) + found.start(), source.end(target) + found.end())
        value = statement.value
        if isinstance(value, ast.BinOp) and source.code(value.left) == source.code(target):
            operator = _sign_between(source, value)
            inside = source.code(value.right)
            if isinstance(value.op, ast.Sub | ast.Mult) and isinstance(value.right, ast.BinOp):
                inside = f"({inside})" if isinstance(value.op, ast.Mult) else inside
            whole = (source.end(target), source.end(value), f" {operator}= {inside}")
            yield Edit(statement.lineno, "in place", (whole,))
        is_copy = source.code(value) == f"{source.code(target)}.copy()"
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) and not is_copy:
            text = f"{source.code(target)}[...]"
            piece = (source.start(target), source.end(target), text)
            yield Edit(statement.lineno, "in place", (piece,))


def accumulated(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """= made +=, -= or *=."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        between = source.text[source.end(target) : source.start(statement.value)]
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) and "=" in between:
            at = source.end(target) + between.index("=")
            for new in ("+=", "-=", "*="):
                yield Edit(statement.lineno, "assignment", ((at, at + 1, new),))


def _remembered(source: Source, statement: ast.AugAssign) -> Iterator[str]:
    """The names under which a function has kept what it changes there."""
    function: ast.AST | None = statement
    while function and not isinstance(function, ast.FunctionDef):
        function = source.parent.get(function)
    for node in ast.walk(function) if function else ():
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name):
            yield from [target.id] * (source.code(node.value) == source.code(statement.target))


def _sign_between(source: Source, node: ast.BinOp) -> str:
    return source.text[source.end(node.left) : source.start(node.right)].strip("() \n\\")


def removed(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A statement dropped; the head of a block dropped and its body kept."""
    if isinstance(statement, _Block):
        yield from _unwrapped(source, statement)
    if is_definition(statement):
        return
    start, end = source.lines(statement)
    indent = " " * statement.col_offset
    if source.text[start : start + len(indent)] != indent or shares_lines(source, statement):
        return
    yield Edit(statement.lineno, "removed", ((start, end, f"{indent}pass\n"),))


def _unwrapped(source: Source, statement: _Block) -> Iterator[Edit]:
    if getattr(statement, "orelse", []):
        return
    start, _ = source.lines(statement)
    first, last = source.lines(statement.body[0], statement.body[-1])
    body = source.text[first:last]
    depth = statement.body[0].col_offset - statement.col_offset
    if depth > 0 and statement.body[0].lineno > statement.lineno:
        yield Edit(statement.lineno, "head", ((start, last, indented(body, -depth)),))


def exchanged(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A statement and the one after it exchanged; one that moves further down."""
    block = block_of(source, statement)
    index = block.index(statement)
    if is_definition(statement) or shares_lines(source, statement):
        return
    start, end = source.lines(statement)
    between: list[ast.stmt] = []
    for later in block[index + 1 :]:
        if is_definition(later) or shares_lines(source, later):
            return
        between.append(later)
        down = any(_depends(statement, each) for each in between)
        up = any(_depends(each, later) for each in [statement, *between[:-1]])
        if not (down or up):
            continue
        from_, to = source.lines(later)
        own = source.text[start:end]
        text = _ended(source.text[end:to]) + own
        if down:
            yield Edit(statement.lineno, "order", ((start, to, text),))
        if up and later is not block[index + 1]:  # the later one comes up before this
            text = _ended(source.text[from_:to]) + source.text[start:from_]
            yield Edit(later.lineno, "order", ((start, to, text),))


def swapped(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """Two names that have changed places wherever they are in a statement."""
    if not isinstance(statement, ast.Assign | ast.AugAssign | ast.Return | ast.Expr):
        return
    places: dict[str, list[ast.Name]] = {}
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and node.id in scope.values:
            places.setdefault(node.id, []).append(node)
    for one, two in combinations(places, 2):
        if scope.alike(one, two):
            pieces = tuple(
                (source.start(node), source.start(node) + len(node.id), new)
                for name, new in ((one, two), (two, one))
                for node in places[name]
            )
            yield Edit(statement.lineno, "exchanged", pieces)


def parameters(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """Two parameters exchanged."""
    if isinstance(statement, ast.FunctionDef):
        taken = statement.args.args
        for one, two in pairwise(taken[: len(taken) - len(statement.args.defaults)]):
            if one.arg != "self":
                pieces = tuple(
                    (source.start(at), source.start(at) + len(at.arg), new.arg)
                    for at, new in ((one, two), (two, one))
                )
                yield Edit(statement.lineno, "arguments", pieces)


def _depends(first: ast.stmt, second: ast.stmt) -> bool:
    """Whether two statements may do something else in the other order, and not just fail."""
    if isinstance(second, ast.Return):
        return False
    (made, kept, changed), (later_made, later_kept, later_changed) = _uses(first), _uses(second)
    if made & later_kept and not made & kept:
        return False  # what is made in the first is not there before it
    mine, others = made | changed, later_made | later_changed
    return bool(mine & (others | later_kept) or kept & others)


def _uses(statement: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """The names that a statement makes, those that it reads, those whose value it may change."""
    made: set[str] = set()
    read: set[str] = set()
    changed: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (made if isinstance(node.ctx, ast.Store) else read).add(node.id)
        is_changed = isinstance(node, ast.Attribute | ast.Subscript) and (
            isinstance(node.ctx, ast.Store)
        )
        if is_changed or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            base = node.func if isinstance(node, ast.Call) else node
            while isinstance(base, ast.Attribute | ast.Subscript | ast.Call):
                base = base.func if isinstance(base, ast.Call) else base.value
            if isinstance(base, ast.Name) and base.id != "np":
                changed.add(base.id)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            read.add(node.target.id)
            changed.add(node.target.id)
    return made, read, changed


def moved(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """Into the block before or after, or out of the one it is in; alone or with its neighbours."""
    if isinstance(statement, _Block) and len(statement.body) > 1:
        # out of a block that did not run, so that no line in it is suspect
        yield from _out_of(source, statement.body[-1], statement.col_offset)
    block = block_of(source, statement)
    index = block.index(statement)
    if shares_lines(source, statement):
        return
    parent = source.parent[statement]
    inside = isinstance(parent, _Block)
    if inside and isinstance(parent, ast.stmt):
        depth = parent.col_offset - statement.col_offset
        if index > 0:
            yield from _out_of(source, statement, parent.col_offset)
        if len(block) > 1 and index < len(block) - 1:  # the first ones go before the block
            start, _ = source.lines(parent)
            first, last = source.lines(block[0], statement)
            own = indented(_ended(source.text[first:last]), depth)
            head = source.text[start:first]
            yield Edit(statement.lineno, "place", ((start, last, own + head),))
        if len(block) > 1 and index > 0:
            start, _ = source.lines(parent)
            first, last = source.lines(statement)
            own = indented(_ended(source.text[first:last]), depth)
            yield Edit(statement.lineno, "place", ((start, last, own + source.text[start:first]),))
    before = block[index - 1] if index else None
    if isinstance(before, _Block) and before.body:
        depth = before.body[0].col_offset - statement.col_offset
        for last_one in block[index : index + 3]:
            first, last = source.lines(statement, last_one)
            text = indented(source.text[first:last], depth)
            yield Edit(statement.lineno, "place", ((first, last, text),))
    after = block[index + 1] if index + 1 < len(block) else None
    if isinstance(after, ast.For | ast.While | ast.If) and not is_definition(statement):
        depth = after.body[0].col_offset - statement.col_offset
        start, end = source.lines(statement)
        first, _ = source.lines(after.body[0])
        if after.body[0].lineno > after.lineno and depth > 0:
            text = source.text[end:first] + indented(source.text[start:end], depth)
            yield Edit(statement.lineno, "place", ((start, first, text),))


def _out_of(source: Source, statement: ast.stmt, column: int) -> Iterator[Edit]:
    """A statement and all that follow in its block go out of it, to this column."""
    if not shares_lines(source, statement):
        first, last = source.lines(statement, block_of(source, statement)[-1])
        text = indented(source.text[first:last], column - statement.col_offset)
        yield Edit(statement.lineno, "place", ((first, last, text),))


def is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_definition(statement: ast.stmt) -> bool:
    kinds = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
    return isinstance(statement, kinds) or is_docstring(statement)


def block_of(source: Source, statement: ast.stmt) -> list[ast.stmt]:
    """The statements that this one stands among."""
    parent = source.parent[statement]
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]


def shares_lines(source: Source, statement: ast.stmt) -> bool:
    """Whether something else stands on a statement's lines."""
    start, end = source.lines(statement)
    around = source.text[start : source.start(statement)]
    after = source.text[source.end(statement) : end].strip()
    return bool(around.strip()) or bool(after and not after.startswith("#"))


def indented(text: str, by: int) -> str:
    """Lines moved to the right, or to the left."""
    lines = text.splitlines(keepends=True)
    if by >= 0:
        return "".join(" " * by + line if line.strip() else line for line in lines)
    return "".join(line[-by:] if line[:-by].isspace() else line for line in lines)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
