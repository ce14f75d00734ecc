"""A failed test as lines of text: the layout; the sentences are words/sentences.py's."""

from ..words.sentences import sentence
from .failure import Failure, ShownCall, Value

INLINE = 60  # characters of arguments that fit beside the name
LABEL = 10  # columns of "returned", "expected" and the like


def message(failure: Failure) -> str:
    """All that is told of a failed test."""
    lines = call_lines(failure.call) if failure.call else []
    if failure.returned:
        lines += labelled(label(failure), failure.returned)
    if failure.expected:
        lines += labelled("expected", failure.expected)
    lines += sentences(failure)
    for place in failure.places:
        lines.append(f"  {place.path}:{place.line}  {place.code}".rstrip())
    return "\n".join(lines)


def sentences(failure: Failure) -> list[str]:
    """What is said about it, in whole sentences."""
    told = [sentence(problem.name, problem.fields) for problem in failure.problems]
    return [*told, *([failure.note] if failure.note else [])]


def label(failure: Failure) -> str:
    """What stands before the value that the submission gave."""
    if failure.what:
        return failure.what
    return "is" if failure.call and failure.call.is_attribute else "returned"


def call_lines(call: ShownCall) -> list[str]:
    """A call as a learner would type it, with larger arguments on lines of their own."""
    if call.is_attribute:
        return [call.function]
    inline = ", ".join(
        f"{each.name}={each.value.text}" if each.keyword else each.value.text
        for each in call.arguments
    )
    if len(inline) <= INLINE and "\n" not in inline:
        return [f"{call.function}({inline})"]
    width = max(len(each.name) for each in call.arguments)
    lines = [f"{call.function}({', '.join(each.name for each in call.arguments)})"]
    for each in call.arguments:
        first, *rest = each.value.text.split("\n")
        lines.append(f"    {each.name.ljust(width)} = {first}")
        lines += [" " * (width + 7) + line for line in rest]
    return lines


def labelled(name: str, value: Value) -> list[str]:
    """A value behind its name, or below it where it takes several lines."""
    if "\n" in value.text:
        return [name, *(f"    {line}" for line in value.text.split("\n"))]
    return [name.ljust(max(LABEL, len(name) + 1)) + value.text]
