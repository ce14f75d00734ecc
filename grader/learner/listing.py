"""The table of all exercises: what is solved, what is open, how much work went into each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..contents.course import Course, Exercise
from ..report.overview import bar
from ..report.screen import NARROW, lines_of
from ..report.summary import MARKS
from ..report.verdict import Status
from ..terminal.pager import Choice
from ..words.text import clean
from .progress import Progress, Standing, day_of
from .workshop import is_stub

# Every sentence of the table stands here, whole.
NOTHING = "No exercise is like that."
SOLVED = "{bar} {solved} of {count} exercises solved"

State = Literal[Status, "not graded yet", "missing"]
UNKNOWN = ("?", "dim")


COLUMNS = {  # name → how wide a terminal has to be for it
    "exercise": 0,
    "title": 56,
    "state": 0,
    "tries": 90,
    "hints": 97,
    "solved on": 109,
}


@dataclass(frozen=True)
class Row:
    """One exercise: what state its file is in now, and what is remembered of it."""

    exercise: Exercise
    state: State
    standing: Standing


def rows_of(exercises: Iterable[Exercise], progress: Progress) -> list[Row]:
    """The exercises with their states. Nothing is graded for this."""
    standings = progress.standings()
    rows = []
    for exercise in exercises:
        standing = standings.get(exercise.name, Standing())
        rows.append(Row(exercise, _state(exercise, standing), standing))
    return rows


def all_solved(course: Course, progress: Progress) -> bool:
    """Whether every exercise is solved, as its file is now and as far as that is remembered."""
    return all(row.state == "solved" for row in rows_of(course.exercises, progress))


def _state(exercise: Exercise, standing: Standing) -> State:
    known = standing.status_of(exercise)
    if known:
        return known
    if not exercise.file.exists():
        return "missing"
    return "not started" if is_stub(exercise) else "not graded yet"


def table(course: Course, rows: Sequence[Row], console: Console) -> str:
    """The rows as text, as wide as the console allows, chapter by chapter."""
    head, *lines = entries(course, rows, console, console.width)
    if not rows:
        return NOTHING
    return "\n".join([head[0], *(line for line, _ in lines), "", summary(rows)])


def entries(
    course: Course, rows: Sequence[Row], console: Console, width: int
) -> list[tuple[str, Exercise | None]]:
    """The lines of a table, each with the exercise that it is about, if it is about one."""
    columns = [name for name, least in COLUMNS.items() if width >= least]
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in ("tries", "hints") else "left"
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if column == "title" else "fold"
        grid.add_column(column, justify=justify, no_wrap=True, overflow=overflow)
    found: list[Exercise | None] = [None]
    for chapter in course.chapters:
        inside = [row for row in rows if row.exercise in chapter.exercises]
        if inside:
            grid.add_row(Text(chapter.name, "bold"), Text(chapter.title, "bold"))
            found.append(None)
        for row in inside:
            cells = _cells(row)
            grid.add_row(*(cells[column] for column in columns))
            found.append(row.exercise)
    return list(zip(lines_of(console, [grid], width), found, strict=True))


def choice(course: Course, progress: Progress, chosen: Exercise, console: Console) -> Choice:
    """The table as a list to choose from."""
    rows = rows_of(course.exercises, progress)

    def lines(width: int, text: str) -> list[tuple[str, Exercise | None]]:
        return entries(course, like(rows, text), console, min(width, NARROW)) if rows else []

    return Choice(lines, chosen, console)


def like(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows of exercises whose name or title has this text in it."""
    wanted = text.casefold()
    return [r for r in rows if wanted in f"{r.exercise.name} {r.exercise.title}".casefold()]


def summary(rows: Sequence[Row]) -> str:
    """How many of these are solved, as a bar and in words."""
    solved = sum(row.state == "solved" for row in rows)
    return SOLVED.format(bar=bar(solved, len(rows)), solved=solved, count=len(rows))


def _cells(row: Row) -> dict[str, Text]:
    solved = row.standing.first_solved
    known = {name: look for name, look in MARKS.items() if name == row.state}
    mark, style = next(iter(known.values()), UNKNOWN)
    return {
        "exercise": Text(f"  {mark} {row.exercise.stem}", style),
        "title": Text(row.exercise.title),
        "state": Text(clean(row.state), style),
        "tries": Text(str(row.standing.attempts or "")),
        "hints": Text(str(row.standing.hints or "")),
        "solved on": Text(str(day_of(solved)) if solved else ""),
    }
