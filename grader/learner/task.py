"""What an exercise asks for, in its stub's own words: the sentence and the example."""

import ast
from collections.abc import Iterator

from ..contents.course import Exercise
from ..contents.mistakes import section_of
from ..report.screen import Asked
from .workshop import stub_bytes


def task_of(exercise: Exercise) -> Asked:
    """What the first function or class of an exercise is to do. Raises UsageError."""
    module = ast.parse(stub_bytes(exercise))
    docstrings = list(_docstrings(module))
    sentence = " ".join(docstrings[0].split("\n\n")[0].split()) if docstrings else ""
    example: list[str] = next(filter(None, map(_example, docstrings)), [])
    return Asked(sentence, example, section_of(exercise))


def _docstrings(module: ast.Module) -> Iterator[str]:
    """Those of what a learner writes, in their order; the module's own comes last."""
    kinds = ast.FunctionDef | ast.ClassDef
    public = [node for node in module.body if isinstance(node, kinds) and node.name[0] != "_"]
    for node in [*public, module]:
        text = ast.get_docstring(node)
        if text:
            yield text


def _example(docstring: str) -> list[str]:
    """The first lines of a docstring that Python could be asked, and what it would answer."""
    lines = docstring.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(">>>")]
    if not starts:
        return []
    found = lines[starts[0] :]
    return found[: found.index("") if "" in found else len(found)]
