"""A report's table of points, and how far something is as a bar of text."""

from itertools import groupby

from rich.console import RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from .summary import MARKS
from .verdict import Report


def bar(done: int, total: int, width: int = 20) -> str:
    """How far something is, as text."""
    full = width * done // total if total else 0
    return "━" * full + "╌" * (width - full)


def overview(report: Report) -> RenderableType:
    """Every exercise with its points, below the folder that it is in; their sum."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()  # the one that gives way where a window is narrow
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    # Exercises of one folder may stand in two places of the course: each has a sum of its own.
    for folder, group in groupby(report.exercises, key=lambda e: e.name.split("/")[0]):
        inside = list(group)
        score, points = sum(e.score for e in inside), sum(e.max_score for e in inside)
        bar = ProgressBar(total=points, completed=score, width=12)
        table.add_row(Text(folder, "bold"), "", f"{score:g}/{points:g}", bar)
        for exercise in inside:
            mark, style = MARKS[exercise.status]
            table.add_row(
                Text(f"  {mark} {exercise.stem}", style, no_wrap=True),
                Text(exercise.title, no_wrap=True, overflow="ellipsis"),
                f"{exercise.score:g}/{exercise.max_score:g}",
                Text(exercise.status, style),
            )
    bar = ProgressBar(total=report.max_score, completed=report.score, width=12)
    table.add_row(Text("Total", "bold"), "", f"{report.score:g}/{report.max_score:g}", bar)
    return table
