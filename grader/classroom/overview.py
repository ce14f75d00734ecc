"""class.html: one page about a class for whoever teaches it, with nothing beside it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..report.summary import MARKS
from ..report.template import template
from .collect import Collected
from .grading import ClassReport, Graded
from .groups import Group, same_text
from .items import ENOUGH, Interval, Statistics, statistics

MAX_TEXT = 2000  # characters of a value
BARS = 11  # of the distribution: from 0 to 10 tenths of the points
FEW = (
    "Below {enough} students chance says more about a part or test than any word could: the "
    "figures stand without one."
)
SENTENCES = {
    "discrimination": "Discrimination is the correlation with the points won in the other "
    "exercises, with its 95 % interval; facility is the share of those who handed the exercise in "
    "and won it.",
    "no_alpha": "There is no α with fewer than two exercises, or where all have the same total.",
    "grouped": "Hand-ins that failed the same tests with the same answers, within rounding. The "
    "code is one member's; most of the others do not have its greyed lines.",
    "equal": "Files whose own lines, those of the stub left out, are the same to the last blank. "
    "Correct answers to short exercises often are.",
}


def overview(
    report: ClassReport, collected: Collected, made: str, groups: Sequence[Group] = ()
) -> str:
    """The whole page. made: date and time as text."""
    figures = statistics(report)
    return template(Path(__file__).with_name("overview.html"), MAX_TEXT).render(
        report=report,
        course=report.course,
        figures=figures,
        median=float(np.median(figures.totals)) if report.students else 0.0,
        bars=_bars(report, figures),
        rows=[_row(report, student) for student in report.students],
        groups=groups,
        same=same_text(report),
        missing=[person.name or person.student for person in collected.missing],
        unmatched=collected.unmatched,
        made=made,
        interval=_interval,
        few="" if figures.is_enough else FEW.format(enough=ENOUGH),
        **SENTENCES,
    )


def _bars(report: ClassReport, figures: Statistics) -> list[tuple[str, int, float]]:
    """The distribution: from which total on, how many students, height in percent."""
    most = report.max_total or 1.0
    places = np.floor(np.round(figures.totals / most * 10, 9)).astype(int).clip(0, BARS - 1)
    counts = np.bincount(places, minlength=BARS)
    highest = max(1, int(counts.max(initial=0)))
    return [
        (f"{most * n / 10:g}", int(count), 100.0 * count / highest)
        for n, count in enumerate(counts)
    ]


def _row(report: ClassReport, student: Graded) -> list[tuple[str, str, str]]:
    """A student's cells of the table of exercises: mark, points or "", what it is called."""
    cells: list[tuple[str, str, str]] = []
    for name in report.points:
        graded = student.reports.get(name)
        if graded:
            cells.append((MARKS[graded.status][0], f"{graded.score:g}", graded.status))
        else:
            lost = name in student.lost
            cells.append(("?" if lost else "", "", "no verdict" if lost else "not handed in"))
    return cells


def _interval(found: Interval | None) -> str:
    """0.42 (0.10 to 0.66); of students who are all on one line, no interval can be told."""
    if not found:
        return "–"
    value, low, high = (f"{number:.2f}" for number in (found.value, found.low, found.high))
    return value if low == high else f"{value} ({low} to {high})"
