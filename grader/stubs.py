"""A solution's source → the stub that a learner gets.

In a solution a comment `# TODO: …` opens the part that the learner writes. The stub keeps what
stands before the first TODO of a function and all its TODO comments, and ends in
`raise NotImplementedError`.
"""

import ast
import sys

from .course import Course

TODO = "# TODO"


def stub_of(source: str) -> str:
    """The stub of a solution. Functions without a TODO are given to the learner as they are."""
    lines = source.splitlines()
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for node in sorted(functions, key=lambda node: node.lineno, reverse=True):
        first, end = node.body[0].lineno - 1, node.end_lineno or node.lineno
        body = lines[first:end]
        start = next((i for i, line in enumerate(body) if line.strip().startswith(TODO)), None)
        if start is not None:
            indent = " " * node.body[0].col_offset
            todos = _todo_lines(body[start:])
            lines[first:end] = [*body[:start], *todos, f"{indent}raise NotImplementedError"]
    return "\n".join(lines) + "\n"


def _todo_lines(body: list[str]) -> list[str]:
    """TODO comments with the comment lines that continue them."""
    kept: list[str] = []
    inside = False
    for line in body:
        text = line.strip()
        inside = text.startswith(TODO) or (inside and text.startswith("#"))
        if inside:
            kept.append(line)
    return kept


def write_stubs(course: Course, check: bool) -> int:
    """Write every exercise's stub into exercises/, or only say which ones differ.

    A learner's own work is not overwritten: a file that is neither missing nor an older stub is
    left alone, and named.
    """
    status = 0
    for exercise in course.exercises:
        stub = stub_of(exercise.solution.read_text(encoding="utf-8"))
        path = exercise.file
        current = path.read_text(encoding="utf-8") if path.exists() else None
        if current == stub:
            continue
        shown = path.relative_to(course.root)
        if check:
            print(f"{shown} is not the stub of its solution.")
            status = 1
        elif current is not None and "raise NotImplementedError" not in current:
            print(f"{shown} holds someone's work and is left alone.", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(stub, encoding="utf-8", newline="\n")
            print(f"{shown} written.")
    return status
