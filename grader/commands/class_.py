"""`class`: collect a class, grade it, give it back."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..contents.course import Course, UsageError
from ..sandbox.confine import strongest
from ..submission.start import launch
from ..words.text import clean
from .options import positive

if TYPE_CHECKING:
    from ..classroom.collect import Collected
    from ..classroom.grading import ClassReport

BAD_SEED = "The seed is a whole number from 0 up."
BAD_POINTS = "--out-of is a number above 0."
NOTHING = "None of these sources has a file of an exercise."
SOURCE = "{source}: read as {form}."
COUNT = "{count} hand-ins, {exercises} exercises, {points:g} points."
UNMATCHED = "Not matched:"
NOTES = "Of {who} not taken:"
MISSING = "Handed in nothing: {names}"
AND_MORE = "  and {count} more"
DONE = "{done} graded now, {known} known before; seed {seed}, confinement {confinement}."
FILLED = "{count} grades in column {column!r} of the {system} gradebook: {path}"
WRITTEN = "In {folder}: {names}"
WRITE = "{path} cannot be written: {reason}."
GRADING = "Grading"

MAX_LISTED = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("sources", nargs="+", type=Path, metavar="SOURCE", help="a zip or folder of hand-ins")
    add("--to", type=Path, default=Path("class"), metavar="FOLDER", help="where results go")
    add("--roster", type=Path, metavar="CSV", help="who is in the class")
    add("--exercise", action="append", default=[], metavar="EXERCISE", help="grade only this")
    add("--attempt", choices=("latest", "first", "best"), default="latest")
    add("--seed", type=int, help="of the suites' random numbers; else drawn once, and kept")
    add("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")
    add("--confinement", choices=("landlock", "limits", "none"))
    add("--show", choices=("points", "names", "values"), default="names", help="in the feedback")
    add("--fill", type=Path, metavar="CSV", help="a gradebook that was exported; a copy is filled")
    add("--column", default="", help="the gradebook's column, where there are several")
    add("--out-of", type=float, metavar="POINTS", help="scale grades to so many points")


def run(course: Course, options: argparse.Namespace) -> int:
    """Collect, grade, write everything. Raises UsageError."""
    if options.seed is not None and options.seed < 0:
        raise UsageError(BAD_SEED, instead=(str(options.seed), "0"))
    if options.out_of is not None and not options.out_of > 0:
        raise UsageError(BAD_POINTS)
    level = options.confinement or strongest()
    process = launch(level, course.readable)

    from ..classroom.collect import collect
    from ..classroom.feedback import write_feedback
    from ..classroom.gradebook import grades_csv
    from ..classroom.grading import grade_class, handed_in
    from ..classroom.overview import overview
    from ..classroom.roster import read_roster
    from ..classroom.store import Store
    from ..judge.judge import Judge
    from ..judge.suites import Suites
    from ..submission.processes import Server

    server = Server(*process)
    try:
        people = read_roster(options.roster) if options.roster else []
        found = collect(course, options.sources, people)
        _tell_collected(found)
        exercises = handed_in(course, found)
        if options.exercise:
            exercises = course.select(options.exercise)
        if not exercises or not any(handin.files for handin in found.handins):
            raise UsageError(NOTHING)
        store = Store(options.to / "verdicts.sqlite3")
        seed = store.seed(options.seed)
        suites = Suites(course)
        with _progress() as on_progress:
            report = grade_class(
                course,
                found,
                exercises,
                store,
                Judge(suites, server, seed),
                suites,
                seed=seed,
                confinement=level,
                jobs=options.jobs,
                choice=options.attempt,
                on_progress=on_progress,
            )
        store.close()
    finally:
        server.close()
    count = len(report.students)
    _say(COUNT.format(count=count, exercises=len(exercises), points=report.max_total))
    _say(DONE.format(done=report.done, known=report.known, seed=seed, confinement=level))
    with _writing(options.to):
        (options.to / "grades.csv").write_text(grades_csv(report, found.missing), encoding="utf-8")
        write_feedback(report, options.to / "feedback", options.show)
        page = overview(report, found, datetime.now().strftime("%Y-%m-%d %H:%M"))
        (options.to / "class.html").write_text(page, encoding="utf-8")
    _say(WRITTEN.format(folder=clean(str(options.to)), names="grades.csv, class.html, feedback/"))
    if options.fill:
        _fill(report, options)
    if report.faults:
        from ..report.output import FAULT, MAX_FAULTS

        shown = "\n".join(clean(fault) for fault in report.faults[:MAX_FAULTS])
        print(FAULT.format(shown=shown), file=sys.stderr)
        return 3
    return 0


def _fill(report: ClassReport, options: argparse.Namespace) -> None:
    """Write a copy of the gradebook with its column filled."""
    from ..classroom.gradebook import fill

    filled = fill(options.fill, report, options.column, options.out_of)
    path = options.to / f"filled-{options.fill.name}"
    with _writing(path):
        path.write_bytes(filled.content)
    shown, named = clean(str(path)), {"column": filled.column, "system": filled.system}
    _say(FILLED.format(count=filled.count, path=shown, **named))
    _tell("", filled.unmatched)


def _tell_collected(found: Collected) -> None:
    """What was found, and what was not taken, before the work begins."""
    for source, form in found.forms:
        _say(SOURCE.format(source=source, form=form))
    _tell(UNMATCHED, found.unmatched)
    for handin in found.handins:
        problems = [a.problem for each in handin.files.values() for a in each[-1:] if a.problem]
        _tell(NOTES.format(who=handin.who), [*handin.notes, *problems])
    if found.missing:
        names = ", ".join(clean(p.name or p.student, 100) for p in found.missing)
        _say(MISSING.format(names=names))


def _say(line: str) -> None:
    """Print a line as far as the terminal's encoding goes, for as long as anyone reads."""
    from ..report.output import print_text

    print_text(f"{line}\n")


def _tell(title: str, lines: list[str]) -> None:
    if lines and title:
        _say(title)
    for line in lines[:MAX_LISTED]:
        _say(f"  {line}")
    if len(lines) > MAX_LISTED:
        _say(AND_MORE.format(count=len(lines) - MAX_LISTED))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told = clean(str(error.filename or path))
        raise UsageError(WRITE.format(path=told, reason=error.strerror)) from None


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with the time that remains, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = ("[progress.description]{task.description}", BarColumn(), MofNCompleteColumn())
    bar = Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    )
    with bar:
        task = bar.add_task(GRADING, total=None)
        yield lambda done, count: bar.update(task, completed=done, total=count)
