"""Small changes of a solution, made automatically: a suite that lets one through is too weak.

Each mutant changes one place: an operator, a comparison, a constant, an axis, keepdims, a slice or
an index, a statement that is dropped, two arguments that change places, a call that is left out.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.MatMult: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_NAMES = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin",
    "maximum": "minimum", "zeros": "ones", "zeros_like": "ones_like", "ones": "zeros",
    "var": "std", "std": "var",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed solution: the line that changed, what it became, and the whole source."""

    number: int  # of the line
    line: str
    becomes: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a source, each once."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for number, statements, index in _statements(tree):
        statement = statements[index]
        before = _head(statement)
        for becomes in _changed_in_place(statements, index):
            text = ast.unparse(tree)
            if text not in seen:
                seen.add(text)
                yield Mutant(number, before, becomes, text + "\n")


def _statements(tree: ast.Module) -> list[tuple[int, list[ast.stmt], int]]:
    """The line of every statement that can be wrong, the list that it stands in, and its place."""
    blocks = [value for node in ast.walk(tree) for _, value in ast.iter_fields(node)]
    found = [
        (statement.lineno, block, index)
        for block in blocks
        if isinstance(block, list)
        for index, statement in enumerate(block)
        if isinstance(statement, ast.stmt)
        and not _is_docstring(statement)
        and not isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    return sorted(found, key=lambda place: place[0])


def _changed_in_place(statements: list[ast.stmt], index: int) -> Iterator[str]:
    """Change one thing of a statement, or drop it, say what it has become, and take that back.

    Statements inside it are left alone.
    """
    statement = statements[index]
    # Copies of the tree would take three times as long.
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise):
        statements[index] = ast.Pass()
        yield "(dropped)"
        statements[index] = statement
    if isinstance(statement, ast.AugAssign):
        kept = statement.op
        for operator in _OPERATORS.get(type(kept), ()):
            statement.op = operator()
            yield _head(statement)
        statement.op = kept
    for put, node in _expressions(statement):
        for changed in changed_expressions(node):
            put(changed)
            yield _head(statement)
        put(node)


def changed_expressions(node: ast.expr) -> Iterator[ast.expr]:
    """What an expression may become: each differs in one thing, and most are wrong."""
    if isinstance(node, ast.BinOp):
        for operator in _OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(node.left, operator(), node.right)
        yield node.left
        yield node.right
    elif isinstance(node, ast.Compare):
        for comparison in _COMPARISONS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [comparison(), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Constant):
        yield from _changed_constants(node)
    elif isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            changed = copy.copy(node)
            if getattr(node, part):
                setattr(changed, part, None)
                yield changed
    elif isinstance(node, ast.Call):
        yield from _changed_calls(node)
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield node.value
        if node.attr in _NAMES:
            yield ast.Attribute(node.value, _NAMES[node.attr], ast.Load())


def _changed_constants(node: ast.Constant) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 2 if value else 1.0)


def _changed_calls(node: ast.Call) -> Iterator[ast.expr]:
    for index in range(len(node.args) - 1):
        arguments = list(node.args)
        arguments[index], arguments[index + 1] = arguments[index + 1], arguments[index]
        yield ast.Call(node.func, arguments, node.keywords)
    for keyword in node.keywords:
        others = [other for other in node.keywords if other is not keyword]
        yield ast.Call(node.func, node.args, others)
    if len(node.args) == 1 and not node.keywords:
        yield node.args[0]  # np.sqrt(h) → h
    if not node.args and isinstance(node.func, ast.Attribute):
        yield node.func.value  # x.copy() → x


def _expressions(node: ast.AST) -> Iterator[tuple[Callable[[ast.expr], None], ast.expr]]:
    """Every expression below a node, after what puts another in its place.

    Nested statements are not entered.
    """
    for name, value in ast.iter_fields(node):
        items = enumerate(value) if isinstance(value, list) else [(name, value)]
        for key, item in items:
            if isinstance(item, ast.stmt) or not isinstance(item, ast.AST):
                continue
            if isinstance(item, ast.expr):
                put = value.__setitem__ if isinstance(value, list) else partial(setattr, node)
                yield partial(put, key), item
            yield from _expressions(item)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _head(statement: ast.stmt) -> str:
    """A statement's first line as code: the whole of it, or the head of a block."""
    text = ast.unparse(statement).split("\n")
    return next(line for line in text if not line.startswith("@"))
