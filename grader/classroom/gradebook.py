"""Grades as tables: our own, and the column of a gradebook that a system exported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..contents.course import UsageError
from ..words.text import clean
from .grading import ClassReport, Graded
from .roster import Person, Register
from .tables import Cell, Table, guarded, written

UNKNOWN = "{path} is no gradebook of Canvas, Moodle, Blackboard or Brightspace."
NO_COLUMN = "No column of {path} is named like {wanted!r}. It has: {names}."
WHICH = "Name the column of {path} to fill with --column. It has: {names}."
OTHER_MAXIMUM = (
    "{column!r} goes up to {theirs:g}, and the class up to {ours:g}. "
    "--out-of {theirs:g} scales the grades; --out-of {ours:g} writes the points as they are."
)
NO_VERDICT = "{who} has no grade yet: the grader itself failed on a file."
EXEMPT = "{who} has {cell} in the gradebook, which is left."
NOT_IN_IT = "{who} is not in the gradebook, or cannot be told from another there."

POSSIBLE = "Points Possible"  # Canvas's second row

_GRADE = ("grade", "성적", "점수", "bewertung", "note", "calificación", "评分", "評点")  # Moodle's
_MAXIMUM = ("maximum grade", "최고 성적", "최대 성적", "bestwertung")
_NUMBERED = re.compile(r"\(\d+\)\s*$")  # Canvas's assignments
_TOTAL = re.compile(r"\[Total Pts: ([\d.,]+)|MaxPoints:([\d.,]+)", re.I)
_COMPUTED = re.compile(r"\[Total Pts: up to ", re.I)  # Blackboard's own sums
_EXEMPT = ("EX", "N/A")  # Canvas: excused, and not assigned


@dataclass(frozen=True)
class _System:
    """How a system's export is read. keys, names: columns that say who a row is."""

    name: str
    keys: tuple[int, ...]
    names: tuple[int, ...]
    columns: tuple[int, ...]
    first: int = 1  # row of the first student


@dataclass
class Filled:
    """A gradebook with its column filled. unmatched: who was not found in it, in sentences."""

    system: str
    column: str
    content: bytes
    count: int = 0
    unmatched: list[str] = field(default_factory=list)


def grades_csv(report: ClassReport, missing: Sequence[Person] = ()) -> str:
    """student, name, total, max_total, then every exercise.

    A cell is empty where there is no verdict: nothing was handed in, or the grader itself failed.
    """
    rows = []
    for student in report.students:
        graded = [student.reports.get(name) for name in report.points]
        scores = [_number(each.score) if each else "" for each in graded]
        who = [guarded(student.handin.student), guarded(student.handin.name)]
        total = "" if student.lost else _number(student.total)
        rows.append([*who, total, _number(report.max_total), *scores])
    for person in missing:
        empty = [""] * len(report.points)
        who = [guarded(person.student), guarded(person.name)]
        rows.append([*who, "", _number(report.max_total), *empty])
    return written(["student", "name", "total", "max_total", *report.points], rows)


def _number(value: float) -> str:
    return f"{round(value, 4):.10g}"


def fill(path: Path, report: ClassReport, column: str = "", out_of: float | None = None) -> Filled:
    """Put the totals into one column of an exported gradebook. Raises UsageError.

    Whoever has a lost verdict, or is not found, keeps the cell as it is.
    """
    table = Table.read(path)
    shown = clean(str(path))
    system = _system(table)
    if not system:
        raise UsageError(UNKNOWN.format(path=shown))
    at = _column(table, system, column, shown)
    title = clean(table.header[at], 100)
    theirs, ours = _maximum(table, system, at), report.max_total
    if out_of is None and theirs is not None and abs(theirs - ours) > 1e-9:
        raise UsageError(OTHER_MAXIMUM.format(column=title, theirs=theirs, ours=ours))
    scale = (out_of if out_of is not None else ours) / ours if ours else 0.0
    comma = _has_decimal_comma(table, system)
    rows = _rows(table, system)
    register = Register(rows)
    filled = Filled(system.name, title, b"")
    values: dict[Cell, str] = {}
    taken: dict[str, list[Graded]] = {}
    for student in report.students:
        handin = student.handin
        # What the system itself calls them comes first: another's number may look like it.
        person = register.find([handin.origin], "")
        person = person or register.find({handin.student, *handin.keys}, handin.name)
        if person:
            taken.setdefault(person.student, []).append(student)
        if not person or len(taken[person.student]) > 1:
            filled.unmatched.append(NOT_IN_IT.format(who=student.handin.who))
    for row, students in taken.items():
        if len(students) > 1:
            filled.unmatched.append(NOT_IN_IT.format(who=students[0].handin.who))
        elif students[0].lost:
            filled.unmatched.append(NO_VERDICT.format(who=students[0].handin.who))
        elif (cell := table.cell(int(row.removeprefix("row ")), at)).value.strip() in _EXEMPT:
            filled.unmatched.append(EXEMPT.format(who=students[0].handin.who, cell=cell.value))
        else:
            value = _number(round(students[0].total * scale, 2))
            values[cell] = value.replace(".", ",") if comma else value
    filled.count = len(values)
    filled.content = table.filled(values)
    return filled


def _system(table: Table) -> _System | None:
    """Whose export it is: by its header; Moodle's, which is translated, by its first column."""
    titles = [title.casefold().strip("#") for title in table.header]
    width = len(titles)

    def where(*names: str) -> tuple[int, ...]:
        return tuple(titles.index(name) for name in names if name in titles)

    if titles[0] in ("student", "lastname") and "id" in titles:
        columns = [n for n in range(width) if _NUMBERED.search(table.header[n])]
        keys = where("id", "sis user id", "sis login id", "integration id")
        names = where("student", "lastname", "firstname")
        return _System("Canvas", keys, names, tuple(columns), _canvas_first(table))
    if "end-of-line indicator" in titles or "orgdefinedid" in titles:
        columns = [n for n in range(width) if "points grade" in titles[n]]
        keys = where("orgdefinedid", "username", "email")
        return _System("Brightspace", keys, where("last name", "first name"), tuple(columns))
    if "username" in titles and ("last name" in titles or "first name" in titles):
        numbered = [n for n in range(width) if re.search(r"\|\d+\s*$", table.header[n])]
        columns = [n for n in numbered if not _COMPUTED.search(table.header[n])]
        keys = where("username", "student id")
        return _System("Blackboard", keys, where("last name", "first name"), tuple(columns))
    marked = [row for row in table.rows[1:] if re.fullmatch(r"\D+ \d+", row[0].value.strip())]
    if marked and len(marked) * 2 > len(table.rows[1:]) and width >= 5:
        named = where(*_GRADE)
        columns = list(named or range(3, width))
        names = where("full name") or (1,)
        return _System("Moodle", (0, *where("email address", "id number")), names, tuple(columns))
    return None


def _canvas_first(table: Table) -> int:
    """The first row below those that tell points and how grades are posted."""
    number = 1
    while number < len(table.rows):
        row = [cell.value.strip() for cell in table.rows[number]]
        if row[0] not in ("", POSSIBLE) or any(row[1:4]):
            return number
        number += 1
    return number


def _column(table: Table, system: _System, wanted: str, path: str) -> int:
    """The column to fill."""
    titles = table.header
    columns = [n for n in system.columns if n < len(titles)]
    if wanted:
        exact = [n for n in range(len(titles)) if titles[n] == wanted]
        columns = exact or [n for n in columns if wanted.casefold() in titles[n].casefold()]
    if len(columns) == 1:
        return columns[0]
    names = ", ".join(repr(clean(titles[n], 100)) for n in columns or system.columns)
    if not columns:
        raise UsageError(NO_COLUMN.format(path=path, wanted=clean(wanted), names=names))
    raise UsageError(WHICH.format(path=path, names=names))


def _maximum(table: Table, system: _System, at: int) -> float | None:
    """What the system says that the column goes up to; None if it does not."""
    told: set[str] = set()
    if system.name == "Canvas":
        above = [row for row in table.rows[1 : system.first] if len(row) > at]
        told = {row[at].value for row in above if row[0].value.strip() == POSSIBLE}
    elif system.name == "Moodle":
        titles = [title.casefold() for title in table.header]
        known = [n for n, title in enumerate(titles) if title in _MAXIMUM]
        told = {row[n].value for row in table.rows[1:] for n in known[:1] if len(row) > n}
    elif match := _TOTAL.search(table.header[at]):
        told = {re.sub(r",(?=\d{3}(?:\D|$))", "", match[1] or match[2])}
    numbers = {_read_number(text) for text in told} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def _read_number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _has_decimal_comma(table: Table, system: _System) -> bool:
    """Whether the system of this export writes 1,5."""
    cells = [cell.value.strip() for row in table.rows[1:] for cell in row]
    return any(re.fullmatch(r"\d+,\d+", cell) for cell in cells)


def _rows(table: Table, system: _System) -> list[Person]:
    """Who each row is; a person's id is the row's number here."""
    people = []
    for number, row in enumerate(table.rows[system.first :], system.first):
        values = [cell.value.strip().removeprefix("#") for cell in row]
        values += [""] * (len(table.header) - len(values))
        if "".join(values) == "" or ",".join(values).replace(" ", "").startswith("Student,Test"):
            continue
        keys = {values[n] for n in system.keys if values[n]}
        if system.name == "Moodle":
            keys |= set(re.findall(r"\d+$", values[0]))
        name = " ".join(values[n] for n in system.names)
        people.append(Person(f"row {number}", name, frozenset(keys)))
    return people
