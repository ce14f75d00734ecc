"""The examples of a file's docstrings: what Python could be asked, and what it would answer."""

import ast
import doctest
from collections.abc import Iterator

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def examples_of(source: str) -> dict[str, list[doctest.Example]]:
    """The examples of each docstring that has any: by "Class.method", the module's own by "".

    Raises SyntaxError, or ValueError for a docstring whose examples cannot be told apart.
    """
    found = {}
    for name, node in _documented(ast.parse(source), ""):
        examples = doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
        if examples:
            found[name] = examples
    return found


def ends_early(examples: list[doctest.Example]) -> bool:
    """Whether an example raises before the last one: a submission's process is of no use then."""
    return any(example.exc_msg is not None for example in examples[:-1])


def _documented(node: Documented, name: str) -> Iterator[tuple[str, Documented]]:
    yield name, node
    for inside in node.body:
        if isinstance(inside, ast.ClassDef | ast.FunctionDef):
            yield from _documented(inside, f"{name}.{inside.name}" if name else inside.name)
