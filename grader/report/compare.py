"""Returned and expected as lines of text, so that what differs stands out.

Where some elements differ, they have a sign behind them and a style of their own, and both values
have the same columns. Matrices stand side by side where the width allows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .failure import Failure, Value

SIGN = "*"  # behind a returned element that is not the expected one
CUT = "…"
LABEL = 10  # columns of "returned", "expected" and the like
GAP = 4  # columns between two matrices, and before a value below its label

Style = Literal["", "wrong", "right"]
Span = tuple[str, Style]
Line = list[Span]


@dataclass(frozen=True)
class Room:
    """Where a failed test is shown. width: columns; lines: that a value may take, None for all."""

    width: int
    lines: int | None = None


def text_line(text: str) -> Line:
    """A line of one style."""
    return [(text, "")]


def plain(line: Line) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in line).rstrip()


def value_lines(failure: Failure, name: str, room: Room) -> list[Line]:
    """What was returned, behind name, and what was expected, as far as they are known."""
    returned, expected = failure.returned, failure.expected
    if returned and expected and _alike(returned, expected):
        marked = set(failure.differing)
        if len(marked) == len(_flat(returned)):
            marked = set()  # where all differ, a sign tells nothing
        tall = "\n" in returned.text + expected.text
        if tall:
            return _matrices(returned, expected, name, marked, room)
        if marked:
            return _in_a_row(returned, expected, name, marked, room)
    pairs = ((name, returned), ("expected", expected))
    return [line for label, value in pairs if value for line in _alone(label, value, room)]


def cut_text(text: str, room: Room, columns: int) -> str:
    """A text that takes no more than the room's lines of these columns."""
    if room.lines is None:
        return text
    lines = text.split("\n")
    if len(lines) > room.lines:
        lines = [*lines[: room.lines - 1], f"{lines[room.lines - 1]} {CUT}"]
    most = max(columns * (1 if len(lines) > 1 else room.lines), 8)
    return "\n".join(x if len(x) <= most else f"{x[: most - 2]} {CUT}" for x in lines)


def _alike(returned: Value, expected: Value) -> bool:
    return bool(returned.rows and expected.rows and returned.shape == expected.shape)


def _flat(value: Value) -> list[str]:
    return [text for row in value.rows or [] for text in row]


def _alone(label: str, value: Value, room: Room) -> list[Line]:
    """A value behind its label, or below it where it takes several lines."""
    width = max(LABEL, len(label) + 1)
    text = cut_text(value.text, room, room.width - width)
    if "\n" in text:
        return [text_line(label), *(text_line(" " * GAP + line) for line in text.split("\n"))]
    return [text_line(label.ljust(width) + text)]


def _matrices(
    returned: Value, expected: Value, name: str, marked: set[int], room: Room
) -> list[Line]:
    """Two matrices side by side, or one below the other where they are too wide for that."""
    first = min(marked, default=0) // len((returned.rows or [[]])[0])
    left = _window(_grid(returned, marked, "wrong"), first, room)
    right = _window(_grid(expected, marked, "right"), first, room)
    width = max(len(name), *(len(plain(line)) for line in left))
    widest = max(len("expected"), *(len(plain(line)) for line in right))
    if room.lines == 1:
        column = max(LABEL, len(name) + 1)
        return [[(name.ljust(column), ""), *left[0]], [("expected".ljust(column), ""), *right[0]]]
    if width + GAP + widest > room.width:
        indent: Span = (" " * GAP, "")
        below = [[indent, *line] for line in right]
        return [text_line(name), *([indent, *line] for line in left), text_line("expected"), *below]
    pairs = zip([text_line(name), *left], [text_line("expected"), *right], strict=True)
    return [_beside(a, b, width + GAP) for a, b in pairs]


def _beside(left: Line, right: Line, column: int) -> Line:
    """Two lines as one; the right one begins at a column."""
    length = sum(len(text) for text, _ in left)
    return [*left, (" " * (column - length), ""), *right]


def _window(lines: list[Line], first: int, room: Room) -> list[Line]:
    """As many of a matrix's lines as there is room for, with the first one that matters."""
    if room.lines is None or len(lines) <= room.lines:
        return lines
    start = min(max(first - room.lines + 1, 0), len(lines) - room.lines)
    end = start + room.lines
    kept = [list(line) for line in lines[start:end]]
    if start:
        kept[0].insert(0, (f"{CUT} ", ""))
    if end < len(lines):
        kept[-1].append((f" {CUT}", ""))
    return kept


def _grid(value: Value, marked: set[int], style: Style) -> list[Line]:
    """A matrix, a row a line, with its columns below one another."""
    rows = value.rows or []
    texts = list(_signed(value, marked if style == "wrong" else set()))
    count = len(rows[0])
    widths = [max(len(texts[i]) for i in range(c, len(texts), count)) for c in range(count)]
    lines = []
    for number in range(len(rows)):
        line: Line = [("[[" if number == 0 else " [", "")]
        for column in range(count):
            index = number * count + column
            line.append((texts[index], style if index in marked else ""))
            comma = ", " if column < count - 1 else ("]," if number < len(rows) - 1 else "]]")
            line.append((" " * (widths[column] - len(texts[index])) * (comma != "]]"), ""))
            line.insert(-1, (comma, ""))
        lines.append(line)
    return lines


def _signed(value: Value, marked: set[int]) -> Iterator[str]:
    for index, text in enumerate(_flat(value)):
        yield text + SIGN if index in marked else text


def _in_a_row(
    returned: Value, expected: Value, name: str, marked: set[int], room: Room
) -> list[Line]:
    """Two values on a line each, element below element; on more where they are wide."""
    left = _tokens(returned, list(_signed(returned, marked)))
    right = _tokens(expected, _flat(expected))
    widths = [max(len(a), len(b)) for a, b in zip(left, right, strict=True)]
    label = max(LABEL, len(name) + 1)
    pieces = _pieces(widths, room.width - label)
    if room.lines is not None and len(pieces) > room.lines:
        wanted = next(n for n, piece in enumerate(pieces) if min(marked) in piece)
        pieces = pieces[wanted : wanted + 1]
    lines: list[Line] = []
    styles: tuple[Style, Style] = ("wrong", "right")
    for word, tokens, style in zip((name, "expected"), (left, right), styles, strict=True):
        for number, piece in enumerate(pieces):
            line: Line = [((word if number == 0 else "").ljust(label), "")]
            line += [(CUT + " ", "")] if number == 0 and piece[0] else []
            line += [(tokens[i].ljust(widths[i]), style if i in marked else "") for i in piece]
            more = number == len(pieces) - 1 and piece[-1] < len(widths) - 1
            lines.append([*line, (CUT, "")] if more else line)
    return lines


def _tokens(value: Value, texts: Sequence[str]) -> list[str]:
    """The elements with the brackets and commas around them."""
    is_matrix = len(value.shape or []) == 2
    count = len((value.rows or [[]])[0])
    last = len(texts) - 1
    tokens = []
    for index, text in enumerate(texts):
        opening = "[" * is_matrix if index % count == 0 else ""
        closing = "]" * is_matrix if index % count == count - 1 else ""
        comma = ", " if index < last else "]"
        tokens.append(("[" if index == 0 else "") + opening + text + closing + comma)
    return tokens


def _pieces(widths: Sequence[int], width: int) -> list[list[int]]:
    """Indices, a list for each line that they fill."""
    pieces: list[list[int]] = [[]]
    used = 0
    for index, length in enumerate(widths):
        if pieces[-1] and used + length > width - 4:
            pieces.append([])
            used = 0
        pieces[-1].append(index)
        used += length
    return pieces
