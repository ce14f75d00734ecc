"""The table of all exercises: what is solved, what is open, how much work went into each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..contents.course import Course, Exercise
from ..report.screen import bar
from ..report.summary import MARKS
from ..report.verdict import Status
from ..words.text import clean
from .progress import Progress, Standing
from .workshop import is_stub

# Every sentence of the table stands here, whole.
NOTHING = "No exercise is like that."
SOLVED = "{bar} {solved} of {count} exercises solved"

State = Literal[Status, "not graded yet", "missing"]
UNKNOWN = ("?", "dim")
# How wide a terminal has to be for what a narrow one does without.
HINTS_FROM, DATE_FROM, TITLE_FROM = 60, 76, 108


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
    width = console.width
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    grid.add_column("exercise", no_wrap=True)
    if width >= TITLE_FROM:
        grid.add_column("title", no_wrap=True)
    grid.add_column("state", no_wrap=True)
    grid.add_column("tries", justify="right")
    if width >= HINTS_FROM:
        grid.add_column("hints", justify="right")
    if width >= DATE_FROM:
        grid.add_column("solved on", no_wrap=True)
    for chapter in course.chapters:
        inside = [row for row in rows if row.exercise in chapter.exercises]
        if inside:
            cells = [Text(chapter.name, "bold"), Text(chapter.title, "bold")]
            grid.add_row(*(cells if width >= TITLE_FROM else cells[:1]))
        for row in inside:
            grid.add_row(*_cells(row, width))
    with console.capture() as capture:
        console.print(grid, width=width, highlight=False)
    lines = [line.rstrip() for line in capture.get().split("\n")[:-1]] if rows else [NOTHING]
    return "\n".join([*lines, "", summary(rows)] if rows else lines)


def summary(rows: Sequence[Row]) -> str:
    """How many of these are solved, as a bar and in words."""
    solved = sum(row.state == "solved" for row in rows)
    return SOLVED.format(bar=bar(solved, len(rows)), solved=solved, count=len(rows))


def _cells(row: Row, width: int) -> list[Text]:
    known = {name: look for name, look in MARKS.items() if name == row.state}
    mark, style = next(iter(known.values()), UNKNOWN)
    cells = [Text(f"  {mark} {row.exercise.stem}", style)]
    if width >= TITLE_FROM:
        cells.append(Text(row.exercise.title))
    cells += [Text(clean(row.state), style), Text(str(row.standing.attempts or ""))]
    if width >= HINTS_FROM:
        cells.append(Text(str(row.standing.hints or "")))
    if width >= DATE_FROM:
        cells.append(Text(_day(row.standing.first_solved)))
    return cells


def _day(time: str) -> str:
    """The learner's own date of a remembered time; "" for never."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d}" if time else ""
