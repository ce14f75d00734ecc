"""A draft of an entry of a mistakes file, made of a file that shows the mistake or alternative.

The smallest run of statements that differ from the solution's becomes the entry's edit, in the
file's own words. Statements are compared by what they do: comments and layout differ for nothing.
"""

import ast
import re
import warnings
from collections.abc import Sequence

from .writing import toml

NO_DIFFERENCE = "the file does what the solution does, statement by statement"

_HEADS = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.With)


def entry(sort: str, name: str, solution: str, other: str, said: dict[str, str]) -> str:
    """The entry in TOML: an edit of the solution, or a source where that would be all of it.

    said: its other texts. Raises ValueError where the other file is no Python, or does not differ.
    """
    other = re.sub("\r\n?", "\n", other)
    theirs = parsed(other)
    if ast.dump(parsed(solution)) == ast.dump(theirs):
        raise ValueError(NO_DIFFERENCE)
    before, after = _edit(solution, other, theirs)
    is_edit = bool(before) and solution.count(before) == 1
    is_edit = is_edit and means(solution.replace(before, after)) == ast.dump(theirs)
    change = {"replace": before, "with": after} if is_edit else {"source": other}
    fields = {"name": name, **change, **said}
    return "".join([f"[[{sort}]]\n", *(f"{key} = {quoted(fields[key])}\n" for key in fields)])


def means(source: str) -> str:
    """What a source does, whatever it says in comments and docstrings; "" if it is no Python."""
    try:
        return ast.dump(parsed(source))
    except ValueError:
        return ""


def parsed(source: str | bytes) -> ast.Module:
    """What a source does: its syntax without docstrings and comments. Raises ValueError."""
    try:
        with warnings.catch_warnings():  # what Python has to say of it is nobody's business here
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)):
                node.body = [each for each in node.body if not _is_text(each)]
                if not node.body and not isinstance(node, ast.Module):
                    node.body = [ast.Pass(lineno=node.lineno, end_lineno=node.end_lineno)]
        return tree
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(str(error)) from None


def quoted(text: str) -> str:
    """A text as TOML has it: several lines as they are, if that is possible."""
    is_plain = all(char.isprintable() or char == "\n" for char in text)
    if "\n" in text and is_plain and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    return toml(text)


def _edit(solution: str, wrong: str, theirs: ast.Module) -> tuple[str, str]:
    """What to replace in the solution, and by what; "" where there is nothing to hold on to."""
    ours: ast.AST = parsed(solution)
    other: ast.AST = theirs
    while True:
        one, two = _differing(_body(ours), _body(other))
        if len(one) != 1 or len(two) != 1 or not _has_same_head(one[0], two[0]):
            break
        ours, other = one[0], two[0]
    if not one or not two:
        one, two = _differing(_body(ours), _body(other), wider=True)
    if not one:
        return "", ""
    lines = solution.splitlines(keepends=True)
    start = one[0].lineno - 1
    before = "".join(lines[start : one[-1].end_lineno]).rstrip("\n")
    code = wrong.split("\n")[two[0].lineno - 1 : two[-1].end_lineno]
    indent, own = " " * one[0].col_offset, code[0][: two[0].col_offset]
    after = "\n".join(indent + line.removeprefix(own) if line.strip() else "" for line in code)
    if "\n" not in before + after and solution.count(before.strip()) == 1:
        return before.strip(), after.strip()
    while solution.count(before) > 1 and start > 0:
        start -= 1
        before, after = lines[start] + before, lines[start] + after
    return before, after


def _differing(
    ours: Sequence[ast.stmt], theirs: Sequence[ast.stmt], wider: bool = False
) -> tuple[Sequence[ast.stmt], Sequence[ast.stmt]]:
    """Two lists of statements less what they begin and end with alike; wider: and a neighbour."""
    start, end = _alike(ours, theirs)
    if wider and start:
        start -= 1
    elif wider and end:
        end -= 1
    return ours[start : len(ours) - end], theirs[start : len(theirs) - end]


def _alike(ours: Sequence[ast.stmt], theirs: Sequence[ast.stmt]) -> tuple[int, int]:
    """How many statements are the same at the start, and at the end."""
    one, two = [ast.dump(each) for each in ours], [ast.dump(each) for each in theirs]
    most = min(len(one), len(two))
    start = next((n for n in range(most) if one[n] != two[n]), most)
    rest = most - start
    end = next((n for n in range(rest) if one[-1 - n] != two[-1 - n]), rest)
    return start, end


def _body(node: ast.AST) -> list[ast.stmt]:
    body: list[ast.stmt] = getattr(node, "body", [])
    return body


def _has_same_head(one: ast.stmt, two: ast.stmt) -> bool:
    """Whether two statements differ in nothing but the statements in their body."""
    if type(one) is not type(two) or not isinstance(one, _HEADS):
        return False
    return all(
        _dumped(value) == _dumped(getattr(two, name))
        for name, value in ast.iter_fields(one)
        if name != "body"
    )


def _dumped(value: object) -> object:
    if isinstance(value, list):
        return [_dumped(each) for each in value]
    return ast.dump(value) if isinstance(value, ast.AST) else value


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
