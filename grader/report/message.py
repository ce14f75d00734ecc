"""A failed test as lines of text: the layout; the sentences are words/sentences.py's."""

from unicodedata import east_asian_width

from ..words.sentences import sentence
from .compare import CUT, GAP, Line, Room, cut_text, plain, text_line, value_lines
from .failure import Argument, Failure, History, Place, ShownCall

SKIPPED = "… ({count} more calls)"
SHORT = 24  # characters of an array where a call has one line
INLINE = 60  # characters of arguments that fit beside the name
WHOLE = Room(width=74)  # below the name of its part on a page of eighty columns


def message(failure: Failure) -> str:
    """All that is told of a failed test, as plain text."""
    return "\n".join(plain(line) for line in message_lines(failure, WHOLE))


def message_lines(failure: Failure, room: Room) -> list[Line]:
    """What is told of a failed test; values are cut to the room, sentences are never cut."""
    lines = [text_line(line) for line in history_lines(failure.history, room)]
    lines += [text_line(line) for line in call_lines(failure.call, room)] if failure.call else []
    lines += value_lines(failure, label(failure), room)
    lines += [text_line(line) for each in sentences(failure) for line in each.split("\n")]
    for place in failure.places:
        lines += [text_line(line) for line in place_lines(place, room)]
    return lines


def sentences(failure: Failure) -> list[str]:
    """What is said about it, in whole sentences."""
    told = [sentence(problem.name, problem.fields) for problem in failure.problems]
    return [*told, *([failure.note] if failure.note else [])]


def label(failure: Failure) -> str:
    """What stands before the value that the submission gave."""
    if failure.what:
        return failure.what
    return "is" if failure.call and failure.call.is_attribute else "returned"


def history_lines(history: History | None, room: Room) -> list[str]:
    """How an object was made, and a line for each call since; nothing where there is no room."""
    if not history or room.lines == 1:
        return []
    lines = call_lines(history.made, room)
    lines += [SKIPPED.format(count=history.skipped)] * (history.skipped > 0)
    return lines + [call_lines(call, Room(room.width, 1))[0] for call in history.calls]


def call_lines(call: ShownCall, room: Room) -> list[str]:
    """A call as a learner would type it, with larger arguments on lines of their own."""
    if call.is_attribute:
        return [call.function]
    function = f"{call.variable} = {call.function}" if call.variable else call.function
    inline = ", ".join(_inline(each) for each in call.arguments)
    whole = f"{function}({inline})"
    if len(inline) <= INLINE and len(whole) <= room.width and "\n" not in inline:
        return [whole]
    if room.lines == 1:
        whole = f"{function}({', '.join(_inline(each, short=True) for each in call.arguments)})"
        return [whole if len(whole) <= room.width else f"{whole[: room.width - 3]} {CUT})"]
    lines = [f"{function}({', '.join(each.name for each in call.arguments)})"]
    width = max(len(each.name) for each in call.arguments)
    for each in call.arguments:
        lines += _argument(each, width, room)
    return lines


def _inline(argument: Argument, short: bool = False) -> str:
    """An argument between the parentheses of a call; short: of a long array its shape."""
    text, shape = argument.value.text, argument.value.shape
    if short and shape and len(text) > SHORT:
        text = f"array of shape {tuple(shape)}"
    text = " ".join(text.split()) if short else text
    return f"{argument.name}={text}" if argument.keyword else text


def _argument(argument: Argument, width: int, room: Room) -> list[str]:
    """An argument's name and value, below the call."""
    columns = room.width - width - GAP - 3
    one_line = Room(room.width, room.lines and 1)
    first, *rest = cut_text(argument.value.text, one_line, columns).split("\n")
    lines = [f"{' ' * GAP}{argument.name.ljust(width)} = {first}"]
    return lines + [" " * (width + GAP + 3) + line for line in rest]


def place_lines(place: Place, room: Room) -> list[str]:
    """A line of the learner's code, and a caret below what Python could not read."""
    where = f"  {place.path}:{place.line}"
    before = f"{where}  "
    if not place.column:
        return [f"{before}{place.code}".rstrip()]
    lines = []
    if len(before) + len(place.code) > room.width:
        before = " " * (GAP + 2)
        lines = [where]
    code, column = _around(place.code, place.column, room.width - len(before))
    blank = "".join("  " if east_asian_width(c) in "WF" else " " for c in code[: column - 1])
    return [*lines, before + code, " " * len(before) + blank + "^"]


def _around(code: str, column: int, width: int) -> tuple[str, int]:
    """As much of a line of code as fits, and where its column is then."""
    start = max(0, column - width + 4)
    if start:
        code, column = CUT + code[start:], column - start + 1
    return (code if len(code) <= width else code[: width - 1] + CUT), column
