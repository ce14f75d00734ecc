"""Changes of whole statements that put something in: a factor, a guard, a return, a copy."""

import ast
import re
from collections.abc import Iterator

from .kinds import defaults
from .scope import Scope, is_self
from .source import ATOM, Edit, New, Piece, Source
from .statements import block_of, indented, is_docstring, shares_lines


def scaled(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A factor, a divisor, a term or a sum that a whole value lacks."""
    kinds = ast.Assign | ast.AugAssign | ast.Return
    if not isinstance(statement, kinds) or not isinstance(statement.value, ast.expr):
        return
    value = statement.value
    if not isinstance(value, ast.BinOp | ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        return
    own = source.new(value)
    for name in scope.terms():
        if name != own.text:
            yield from _with_factor(source, value, New(name, ATOM))
            yield from _with_term(source, value, New(name, ATOM))
    for name in scope.arrays():
        count = New(f"{name}.shape[0]", ATOM)
        yield source.put(value, source.binary(own, ast.Div, count), "factor")
    for name in scope.terms():
        rest = New(f"(1 - {name})", ATOM)
        yield source.put(value, source.binary(rest, ast.Mult, own), "factor")
    for function in ("np.sum", "np.mean"):
        for axis in ("", ", axis=0"):
            yield source.put(value, New(f"{function}({own.text}{axis})", ATOM), "call")


def scaled_in_part(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A factor or a term that one side of a value lacks."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.BinOp):
        put_in = _with_factor if isinstance(value.op, ast.Add | ast.Sub) else _with_term
        for side in (value.left, value.right):
            for name in scope.terms():
                yield from put_in(source, side, New(name, ATOM))


def _with_factor(source: Source, node: ast.expr, other: New) -> Iterator[Edit]:
    own = source.new(node)
    yield source.put(node, source.binary(other, ast.Mult, own), "factor")
    yield source.put(node, source.binary(own, ast.Div, other), "factor")


def _with_term(source: Source, node: ast.expr, other: New) -> Iterator[Edit]:
    own = source.new(node)
    yield source.put(node, source.binary(own, ast.Add, other), "term")
    yield source.put(node, source.binary(own, ast.Sub, other), "term")


def guarded(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A statement that runs only where what it makes is not there yet."""
    if not isinstance(statement, ast.Assign) or shares_lines(source, statement):
        return
    target = statement.targets[0]
    if not is_self(target):
        return
    start, end = source.lines(statement)
    indent = " " * statement.col_offset
    for condition in (f"{source.code(target)} is None", f"not {source.code(target)}"):
        text = f"{indent}if {condition}:\n" + indented(source.text[start:end], 4)
        yield Edit(statement.lineno, "guard", ((start, end, text),))


def completed(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A return that is missing or too early; a value that is thrown away; a copy at first."""
    indent = " " * statement.col_offset
    start, end = source.start(statement), source.end(statement)
    if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant):
        yield Edit(statement.lineno, "return", ((start, start, "return "),))
        if isinstance(statement.value, ast.Call) and source.code(statement.value.func) == "print":
            given = ", ".join(source.code(each) for each in statement.value.args)
            yield Edit(statement.lineno, "return", ((start, end, f"return {given}"),))
        names = [*scope.values, *scope.attributes]
        for name in names:
            yield Edit(statement.lineno, "assigned", ((start, start, f"{name} = "),))
    if isinstance(statement, ast.Return) and statement.value:
        for name in scope.all_values():
            if name != source.code(statement.value):
                yield Edit(statement.lineno, "return", ((start, end, f"return {name}"),))
                yield Edit(statement.lineno, "return", ((end, end, f", {name}"),))
                own = source.code(statement.value)
                yield Edit(statement.lineno, "return", ((start, end, f"return {name}, {own}"),))
    block = block_of(source, statement)
    function = source.parent.get(statement)
    if not isinstance(function, ast.FunctionDef) or is_docstring(statement):
        return
    if shares_lines(source, statement):
        return
    if statement is block[-1] and not isinstance(statement, ast.Return):
        for name in scope.all_values():
            piece = _line_after(source, statement, f"return {name}")
            yield Edit(statement.lineno, "return", (piece,))
    begin, _ = source.lines(next(each for each in block if not is_docstring(each)))
    for name in scope.parameters if source.at(statement.lineno) == begin else ():
        text = f"{indent}{name} = {name}.copy()\n"
        line = _shared_default(function, name) or _first_change(function, name)
        yield Edit(line or statement.lineno, "copy", ((begin, begin, text),))
        if function.name == "__init__":
            text = f"{indent}self.{name} = {name}\n"
            yield Edit(statement.lineno, "assigned", ((begin, begin, text),))
    begin, _ = source.lines(statement)
    used = {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}
    for name in scope.parameters:
        if name in used and scope.kind(name) == "unknown":
            text = f"{indent}{name} = np.atleast_2d({name})\n"
            yield Edit(statement.lineno, "call", ((begin, begin, text),))


def _shared_default(function: ast.FunctionDef, name: str) -> int:
    """The line of a default that all calls share and may change; 0 for none."""
    for argument, default in defaults(function.args):
        if argument == name and isinstance(default, ast.List | ast.Dict):
            return default.lineno
    return 0


def _first_change(function: ast.FunctionDef, name: str) -> int:
    """The line where a function changes what it was given under this name; 0 for none."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                base = target
                while isinstance(base, ast.Subscript | ast.Attribute):
                    base = base.value
                whole = base is target and isinstance(node, ast.Assign)
                if isinstance(base, ast.Name) and base.id == name and not whole:
                    return node.lineno
    return 0


def kept(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A value under a name of its own, stored as well where it was worked out from."""
    if not isinstance(statement, ast.Assign) or not scope.is_method:
        return
    target, start = statement.targets[0], source.start(statement)
    if not isinstance(target, ast.Name):
        return
    places = [f"self.{target.id}"] if f"self.{target.id}" in scope.attributes else []
    for part in ast.walk(statement.value):
        if is_self(part.value if isinstance(part, ast.Subscript) else part):
            assert isinstance(part, ast.expr)
            places.append(source.code(part))
    for place in dict.fromkeys(places):
        yield Edit(statement.lineno, "assigned", ((start, start, f"{place} = "),))


def restored(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """What was taken out of an array, put back into it after what follows."""
    if shares_lines(source, statement):
        return
    if isinstance(statement, ast.For):
        yield from _restored_in_loop(source, statement)
    if not isinstance(statement, ast.Assign):
        return
    target, value = statement.targets[0], statement.value
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Subscript):
        return
    last = block_of(source, statement)[-1]
    if last is statement or isinstance(last, ast.Return):
        return
    piece = _line_after(source, last, f"{source.code(value)} = {target.id}")
    yield Edit(last.end_lineno or last.lineno, "restored", (piece,))


def _restored_in_loop(source: Source, loop: ast.For) -> Iterator[Edit]:
    """for i, v in np.ndenumerate(x): … x[i] = v at the end."""
    taken, each = loop.iter, loop.target
    if not isinstance(taken, ast.Call) or len(taken.args) != 1 or not isinstance(each, ast.Tuple):
        return
    last = loop.body[-1]
    if last.lineno > loop.lineno and len(each.elts) == 2:
        index, value = map(source.code, each.elts)
        piece = _line_after(source, last, f"{source.code(taken.args[0])}[{index}] = {value}")
        yield Edit(last.end_lineno or last.lineno, "restored", (piece,))


def _line_after(source: Source, statement: ast.stmt, code: str) -> Piece:
    """One more statement after this one, in its block."""
    _, end = source.lines(statement)
    gap = "" if source.text[end - 1 : end] == "\n" else "\n"
    return end, end, f"{gap}{' ' * statement.col_offset}{code}\n"


def misspelt(source: Source, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A method that Python calls by itself only if it is spelt so."""
    if isinstance(statement, ast.FunctionDef) and scope.is_method:
        found = statement.name != "__init__" and re.fullmatch("_*(init|int)_*", statement.name)
        if found:
            start = source.text.index(statement.name, source.start(statement))
            end = start + len(statement.name)
            yield Edit(statement.lineno, "name", ((start, end, "__init__"),))
