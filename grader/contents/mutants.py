"""Small changes of a solution, made automatically: a suite that lets one through is too weak.

Each mutant changes one place: an operator, a comparison, a constant, an axis, keepdims, a slice or
an index, a statement that is dropped, two arguments that change places, a call that is left out.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

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
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for statement in sorted(statements, key=lambda node: node.lineno):
        if _is_docstring(statement) or isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        before = _head(statement)
        for changed in _changed_statements(statement):
            mutated = _replaced(tree, statement, changed)
            text = ast.unparse(mutated)
            if text not in seen:
                seen.add(text)
                becomes = "(dropped)" if isinstance(changed, ast.Pass) else _head(changed)
                yield Mutant(statement.lineno, before, becomes, text + "\n")


def _changed_statements(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statement with one thing changed, or dropped; statements inside it are left alone."""
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise):
        yield ast.copy_location(ast.Pass(), statement)
    if isinstance(statement, ast.AugAssign):
        for operator in _OPERATORS.get(type(statement.op), ()):
            changed = copy.copy(statement)
            changed.op = operator()
            yield changed
    for path, node in _expressions(statement):
        for changed_node in changed_expressions(node):
            yield _with(statement, path, changed_node)


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


# Trees: finding expressions, and copying with one of them replaced

Path = tuple[tuple[str, int | None], ...]


def _expressions(node: ast.AST, path: Path = ()) -> Iterator[tuple[Path, ast.expr]]:
    """Every expression below a node, with the way to it; nested statements are not entered."""
    for name, value in ast.iter_fields(node):
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if isinstance(item, ast.stmt) or not isinstance(item, ast.AST):
                continue
            step: Path = (*path, (name, index))
            if isinstance(item, ast.expr):
                yield step, item
            yield from _expressions(item, step)


def _with(statement: ast.stmt, path: Path, new: ast.expr) -> ast.stmt:
    changed = copy.deepcopy(statement)
    node: ast.AST = changed
    for name, index in path[:-1]:
        field = getattr(node, name)
        node = field if index is None else field[index]
    name, index = path[-1]
    if index is None:
        setattr(node, name, new)
    else:
        getattr(node, name)[index] = new
    return ast.fix_missing_locations(changed)


def _replaced(tree: ast.Module, old: ast.stmt, new: ast.stmt) -> ast.Module:
    class Replacer(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    # generic_visit changes lists in place: give it lists of its own, but the same statement.
    copied = copy.deepcopy(tree, {id(old): old})
    Replacer().visit(copied)
    return ast.fix_missing_locations(copied)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _head(statement: ast.stmt) -> str:
    """A statement's first line as code: the whole of it, or the head of a block."""
    text = ast.unparse(statement).split("\n")
    return next(line for line in text if not line.startswith("@"))
