"""A solution's source → the stub that a learner gets.

In a solution a comment `# TODO: …` opens the part that the learner writes. The stub keeps what
stands before the first TODO of a function and all its TODO comments, and ends in
`raise NotImplementedError`.
"""

import ast
import io
import sys
import tokenize

from .course import Course, Exercise, UsageError

TODO = "# TODO"
NOT_WRITTEN = "raise NotImplementedError"

DIFFERS = "{path} is not the stub of its solution."
LEFT = "{path} holds someone's work and is left alone."
WRITTEN = "{path} written."
NO_STUB = "There is no stub of {path}: {problem}."


def stub_of(source: str) -> str:
    """The stub of a solution. Functions without a TODO are given to the learner as they are.

    A TODO comment has a line of its own, directly in the body of its function.
    """
    functions = sorted(_functions(source), key=lambda node: node.lineno)
    starts, kept = _todo_lines(source)
    lines: list[str | None] = [None, *source.split("\n")]  # counted from 1, as Python does
    end = 0
    for start in starts:
        around = [node for node in functions if node.lineno < start <= (node.end_lineno or 0)]
        if start > end and around:
            node = around[-1]
            end = node.end_lineno or start
            last = " " * node.body[0].col_offset + NOT_WRITTEN
            body = [lines[number] for number in range(start, end + 1) if number in kept]
            lines[start : end + 1] = [*body, last, *[None] * (end - start - len(body))]
    return "\n".join(line for line in lines if line is not None)


def stub_text(exercise: Exercise) -> str:
    """An exercise's file as a learner gets it. Raises OSError, UnicodeDecodeError, SyntaxError."""
    if exercise.in_kit:
        return exercise.handed_out.read_text(encoding="utf-8")
    return stub_of(exercise.solution.read_text(encoding="utf-8"))


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]


def _todo_lines(source: str) -> tuple[list[int], set[int]]:
    """The lines where a TODO comment starts, and all lines of such comments."""
    starts, kept = [], set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        line = token.start[0]
        if token.type == tokenize.COMMENT and token.line.strip().startswith("#"):
            if token.string.startswith(TODO):
                starts.append(line)
            if token.string.startswith(TODO) or line - 1 in kept:
                kept.add(line)
    return starts, kept


def _is_untouched(current: str, stub: str) -> bool:
    """Whether a file is a stub, perhaps an older one, that nobody has written in."""
    try:
        if NOT_WRITTEN not in current or stub_of(current) != current:
            return False
    except SyntaxError:
        return False
    given = set(map(ast.unparse, _functions(stub)))
    return all(
        ast.unparse(node.body[-1]) == NOT_WRITTEN or ast.unparse(node) in given
        for node in _functions(current)
    )


def is_outdated(exercise: Exercise) -> bool:
    """Whether a stub is missing, or an older one in which nobody has written."""
    stub = stub_of(exercise.solution.read_text(encoding="utf-8"))
    if not exercise.file.exists():
        return True
    current = exercise.file.read_text("utf-8", errors="replace")
    return current != stub and _is_untouched(current, stub)


def write_stub(exercise: Exercise, check: bool = False) -> str:
    """Write an exercise's stub into exercises/, or only compare; DIFFERS, LEFT, WRITTEN or "".

    A learner's own work is not overwritten: a file that is neither missing nor an older stub is
    left alone. Raises UsageError.
    """
    try:
        stub = stub_text(exercise)
    except (OSError, SyntaxError, ValueError) as error:
        path = exercise.solution.relative_to(exercise.root)
        raise UsageError(NO_STUB.format(path=path, problem=error)) from None
    path = exercise.file
    current = path.read_text("utf-8", errors="replace") if path.exists() else None
    if current == stub:
        return ""
    if check:
        return DIFFERS
    if current is not None and not _is_untouched(current, stub):
        return LEFT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stub, encoding="utf-8", newline="\n")
    return WRITTEN


def write_stubs(course: Course, check: bool) -> int:
    """Write every exercise's stub into exercises/, or only say which ones differ; 1 if any does."""
    status = 0
    for exercise in course.exercises:
        done = write_stub(exercise, check)
        if done:
            said = done.format(path=exercise.file.relative_to(course.root))
            print(said, file=sys.stderr if done == LEFT else sys.stdout)
        status |= done == DIFFERS
    return status
