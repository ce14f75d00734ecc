"""CSV files of other systems: read whatever their encoding and delimiter, cells found in the text.

A gradebook goes back to the system that it came from, so it is not parsed and written anew: each
cell knows where it stands in the text, and only what is filled in changes.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..contents.course import UsageError
from ..words.text import clean
from .archive import is_korean

NO_TABLE = "{path} cannot be read: {reason}."
NOT_TEXT = "{path} is no table: it is neither UTF-8 nor UTF-16, Korean or Western text."
NO_ROWS = "{path} is no table: it has no line with two columns."
# A spreadsheet computes what begins so; in East Asia also where these are wide.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_ENCODINGS = ("utf-8", "cp949", "cp1252")  # the last two are Excel's in Korea and in the West
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, and where in the text it stands, quotes included.

    lead: the delimiters that it needs before it, where its row ends earlier.
    """

    value: str
    start: int
    end: int
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """A table as its file has it."""

    text: str
    rows: list[list[Cell]]
    mark: bytes
    encoding: str
    delimiter: str

    @classmethod
    def read(cls, path: Path) -> "Table":
        """Raises UsageError."""
        shown = clean(str(path))
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UsageError(NO_TABLE.format(path=shown, reason=error.strerror)) from None
        mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
        for guess in [encoding] if encoding else _ENCODINGS:
            with suppress(UnicodeDecodeError):
                text, encoding = data[len(mark) :].decode(guess), guess
                if guess != "cp949" or is_korean(text):
                    break
        else:
            raise UsageError(NOT_TEXT.format(path=shown))
        head = text.split("\n", 1)[0]
        delimiter = max("\t;,", key=head.count)
        table = cls(text, cells(text, delimiter), mark, encoding, delimiter)
        if not any(len(row) > 1 for row in table.rows):
            raise UsageError(NO_ROWS.format(path=shown))
        return table

    @property
    def header(self) -> list[str]:
        return [cell.value.strip() for cell in self.rows[0]]

    def cell(self, row: int, at: int) -> Cell:
        """A cell, also one that Excel left away since all of its row from there on is empty."""
        cells = self.rows[row]
        if at < len(cells):
            return cells[at]
        end = cells[-1].end
        return Cell("", end, end, self.delimiter * (at - len(cells) + 1))

    def filled(self, values: Mapping[Cell, str]) -> bytes:
        """The same file with these cells' values put in, and not a byte else changed."""
        pieces: list[str] = []
        at = 0
        for cell in sorted(values, key=lambda cell: cell.start):
            quoted = self.text[cell.start : cell.end].startswith('"')
            value = values[cell]
            if quoted or self.delimiter in value:
                value = '"' + value.replace('"', '""') + '"'
            pieces += [self.text[at : cell.start], cell.lead, value]
            at = cell.end
        return self.mark + "".join([*pieces, self.text[at:]]).encode(self.encoding)


def cells(text: str, delimiter: str) -> list[list[Cell]]:
    """The rows of a table; a quoted cell may hold delimiters, quotes twice, and line ends."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at = 0
    while at < len(text):
        start = at
        if text[at] == '"':
            value, at = _quoted(text, at)
            rest = _plain_end(text, at, delimiter)
            value, at = value + text[at:rest], rest
        else:
            at = _plain_end(text, at, delimiter)
            value = text[start:at]
        row.append(Cell(value, start, at))
        if text[at : at + 1] == delimiter:
            at += 1
            if at == len(text):
                row.append(Cell("", at, at))
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        rows.append(row)
        row = []
    return [*rows, row] if row else rows


def _quoted(text: str, at: int) -> tuple[str, int]:
    """What a quoted cell says, and where its closing quote has passed."""
    pieces: list[str] = []
    at += 1
    while True:
        end = text.find('"', at)
        if end < 0:
            return "".join([*pieces, text[at:]]), len(text)
        pieces.append(text[at:end])
        if text[end + 1 : end + 2] != '"':
            return "".join(pieces), end + 1
        pieces.append('"')
        at = end + 2


def _plain_end(text: str, at: int, delimiter: str) -> int:
    while at < len(text) and text[at] not in (delimiter, "\r", "\n"):
        at += 1
    return at


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of our own as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def guarded(value: str) -> str:
    """Foreign text for a cell that no spreadsheet shall compute."""
    value = clean(value, 500)
    return f"'{value}" if value.startswith(FORMULA) else value
