"""Expressions of a solution that can be blanked, and wrong fillings that a suite has to refuse."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..contents.mutants import changed_expressions
from ..contents.stubs import NOT_WRITTEN

SIZES = range(3, 61)  # characters that one blank may hide
WRONG = 2  # fillings that are tried of each gap


@dataclass(frozen=True)
class Gap:
    """An expression: where its bytes stand in the source, and wrong ones in its place."""

    start: int
    end: int
    wrong: tuple[str, ...]

    def overlaps(self, other: "Gap") -> bool:
        return self.start < other.end and other.start < self.end


def gaps_of(source: str, stub: str) -> list[Gap]:
    """All expressions that could be blanked, where the stub leaves something to write.

    Raises SyntaxError, ValueError or RecursionError for what is no plain program.
    """
    given = _given(ast.parse(stub))
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for name, function in _functions(ast.parse(source)):
        if name in given:
            continue
        for node in _expressions(function.body):
            if node.lineno != node.end_lineno:
                continue
            first = starts[node.lineno - 1] + node.col_offset
            last = starts[node.lineno - 1] + (node.end_col_offset or 0)
            changed = [ast.unparse(ast.fix_missing_locations(c)) for c in changed_expressions(node)]
            if last - first in SIZES and changed:
                found.append(Gap(first, last, tuple(f"({text})" for text in changed[:WRONG])))
    return found


def filled(source: str, fillings: dict[Gap, str]) -> str:
    """The source with these texts in place of the gaps' own."""
    content = source.encode()
    for gap in sorted(fillings, key=lambda gap: gap.start, reverse=True):
        content = content[: gap.start] + fillings[gap].encode() + content[gap.end :]
    return content.decode()


def _given(stub: ast.Module) -> set[str]:
    """The functions that a stub has complete."""
    return {
        name for name, function in _functions(stub) if ast.unparse(function.body[-1]) != NOT_WRITTEN
    }


def _functions(tree: ast.AST, above: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods by their whole names; those inside of functions belong to these."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield above + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{above}{node.name}.")


def _expressions(nodes: list[ast.stmt]) -> Iterator[ast.expr]:
    """Expressions that compute something: no targets, no docstrings, nothing inside f-strings."""
    waiting: list[ast.AST] = [node for node in nodes if not isinstance(node, ast.Raise)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.JoinedStr | ast.Raise | ast.arguments):
            continue  # before Python 3.12 what is inside an f-string has no true place
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            yield node
        waiting += ast.iter_child_nodes(node)
