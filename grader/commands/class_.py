"""`class`: collect a class, grade it, give it back."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..contents.course import Course, UsageError
from ..report.output import say, tell_faults
from ..sandbox.confine import strongest
from ..submission.servers import serving
from ..words.text import clean
from .options import positive

if TYPE_CHECKING:
    from ..classroom.collect import Collected
    from ..classroom.comments import Comments
    from ..classroom.grading import ClassReport, Graded, Shard
    from ..classroom.store import Store
    from ..submission.servers import Server
    from ..wire.protocol import Level

BAD_SEED = "The seed is a whole number from 0 up."
BAD_SHARD = "--shard is one of so many parts, such as 1/8."
SHARD_SEED = "With --shard, --seed says the seed, the same one for all parts."
BAD_POINTS = "--out-of is a number above 0."
NOTHING = "None of these sources has a file of an exercise."
SOURCE = "{source}: read as {form}."
COUNT = "Hand-ins: {count}; exercises: {exercises}; points: {points:g}."
UNMATCHED = "Not matched:"
NOTES = "Of {who} not taken:"
MISSING = "Handed in nothing: {names}"
AND_MORE = "  and {count} more"
DONE = "{done} graded now, {known} known before; seed {seed}, confinement {confinement}."
FILLED = "{count} grades in column {column!r} of the {system} gradebook: {path}"
WRITTEN = "In {folder}: {names}"
WRITE = "{path} cannot be written: {reason}."
NAMES = "grades.csv, class.html, feedback/, history.csv"
COMMENT = "{count} groups of equal wrong answers; what you say to each goes into {path}"
DRAFTS = "Drafts of mistakes, for their authors to name and certify:"
NO_DRAFTS = "No nameless group is large enough for a draft."
REGRADED = "Graded again: {differ} verdicts differ from those given back, {same} do not."
WAITING = (
    "Nothing is replaced: grades and feedback are as they were. The same call with --accept "
    "replaces them; regrade.csv lists what changes."
)
ACCEPTED = "They have replaced the old ones, which history.csv still has."
OTHER_IMPORTS = (
    "This class is graded with --imports {kept}. With --imports {wanted} it is another one: "
    "choose another folder with --to."
)
UNFINISHED = "{reason} The verdicts until then are kept; the same call grades the rest."
GRADING = "Grading"

SHARD = "verdicts-{}-of-{}.sqlite3"

MAX_LISTED = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("sources", nargs="+", type=Path, metavar="SOURCE", help="a zip or folder of hand-ins")
    add("--to", type=Path, default=Path("class"), metavar="FOLDER", help="where results go")
    add("--roster", type=Path, metavar="CSV", help="who is in the class")
    add("--exercise", action="append", default=[], metavar="EXERCISE", help="grade only this")
    add("--attempt", choices=("latest", "first", "best"), default="latest")
    add("--seed", type=int, help="of the suites' random numbers; else drawn once, and kept")
    add("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")
    add("--confinement", choices=("landlock", "limits", "none"))
    add("--scheduler", default="", metavar="ADDRESS", help="of a dask cluster, which then grades")
    add("--shard", default="", metavar="I/N", help="grade only this of N parts, for a merge later")
    add("--show", choices=("points", "names", "values"), default="names", help="in the feedback")
    add("--fill", type=Path, metavar="CSV", help="a gradebook that was exported; a copy is filled")
    add("--imports", choices=("reference", "own"), help="whose exercises files import; kept")
    add("--comments", type=Path, metavar="TOML", help="what you say to groups; TO/comments.toml")
    add("--draft", action="store_true", help="draft mistakes entries of nameless groups")
    add("--accept", action="store_true", help="replace verdicts that a regrade changed")
    add("--column", default="", help="the gradebook's column, where there are several")
    add("--out-of", type=float, metavar="POINTS", help="scale grades to so many points")


@dataclass(frozen=True)
class _Done:
    """A class that is graded.

    examples: graded to be compared with; file: has its verdicts, history: what these were before.
    """

    report: ClassReport
    found: Collected
    examples: list[Graded]
    comments: Comments
    file: str
    history: str


def run(course: Course, options: argparse.Namespace) -> int:
    """Collect, grade, write everything. Raises UsageError."""
    if options.seed is not None and options.seed < 0:
        raise UsageError(BAD_SEED, instead=(str(options.seed), "0"))
    if options.out_of is not None and not options.out_of > 0:
        raise UsageError(BAD_POINTS)
    shard = _shard(options)
    # What a cluster has is for its workers to say.
    level = options.confinement or ("landlock" if options.scheduler else strongest())
    served = nullcontext() if options.scheduler else serving(level, course.readable)
    with served as server:
        from ..classroom.grading import Unfinished

        try:
            done = _graded(course, options, shard, level, server)
        except Unfinished as reason:
            print(UNFINISHED.format(reason=clean(str(reason))), file=sys.stderr)
            return 3
    if options.shard:
        say(WRITTEN.format(folder=clean(str(options.to)), names=done.file))
    else:
        _write(done, options)
    return tell_faults(done.report.faults)


def _graded(
    course: Course,
    options: argparse.Namespace,
    shard: Shard,
    level: Level,
    server: Server | None,
) -> _Done:
    """Collect and grade. Raises UsageError and Unfinished."""
    from ..classroom.cluster import Cluster
    from ..classroom.collect import collect
    from ..classroom.comments import Comments
    from ..classroom.giveback import without_examples
    from ..classroom.grading import Execute, grade_class, handed_in
    from ..classroom.regrade import history_csv
    from ..classroom.roster import read_roster
    from ..classroom.store import Store, is_store
    from ..judge.grading import graded_tasks
    from ..judge.judge import Judge
    from ..judge.suites import Suites

    people = read_roster(options.roster) if options.roster else []
    comments = Comments(options.comments or options.to / "comments.toml")
    results = [source for source in options.sources if is_store(source)]
    found = collect(course, [s for s in options.sources if s not in results], people)
    _tell_collected(found)
    exercises = course.select(options.exercise) if options.exercise else handed_in(course, found)
    if not exercises or not any(handin.files for handin in found.handins):
        raise UsageError(NOTHING)
    file = SHARD.format(*shard) if options.shard else "verdicts.sqlite3"
    store = Store(options.to / file)
    for path in results:
        store.take(path)
    seed, imports = store.seed(options.seed), _imports(store, options.imports)
    examples = comments.examples(course, found)
    suites = Suites(course)
    judge = Judge(suites, server, seed, keeps_answers=True)
    execute: Execute = partial(graded_tasks, judge=judge, jobs=options.jobs)
    if options.scheduler:
        execute = Cluster(options.scheduler, course, judge, level, seed).graded_tasks
    with _progress() as on_progress:
        report = grade_class(
            course,
            replace(found, handins=[*found.handins, *examples]),
            exercises,
            store,
            judge,
            suites,
            execute,
            seed=seed,
            confinement=level,
            shard=shard,
            choice=options.attempt,
            imports=imports,
            accept=options.accept,
            on_progress=on_progress,
        )
    done = _Done(report, found, without_examples(report), comments, file, history_csv(store))
    store.close()
    count, points = len(report.students), report.max_total
    say(COUNT.format(count=count, exercises=len(exercises), points=points))
    say(DONE.format(done=report.done, known=report.known, seed=seed, confinement=level))
    return done


def _imports(store: Store, wanted: str | None) -> Literal["reference", "own"]:
    """Whose other exercises files import, as was said first. Raises UsageError."""
    kept = store.setting("imports", wanted or "reference")
    if wanted not in (None, kept):
        raise UsageError(OTHER_IMPORTS.format(kept=kept, wanted=wanted))
    return "own" if kept == "own" else "reference"


def _write(done: _Done, options: argparse.Namespace) -> None:
    """Give a class back: everything but its verdicts. Raises UsageError."""
    from ..classroom.giveback import write_drafts, write_results

    report, comments, drafts = done.report, done.comments, options.to / "drafts"
    _tell_regraded(report, options.accept)
    with _writing(options.to):
        groups = write_results(
            report, done.found, done.examples, comments, options.to, options.show
        )
        (options.to / "history.csv").write_text(done.history, encoding="utf-8-sig")
        drafted = write_drafts(report, groups, drafts) if options.draft else []
    say(WRITTEN.format(folder=clean(str(options.to)), names=NAMES))
    if groups:
        say(COMMENT.format(count=len(groups), path=clean(str(comments.path))))
    if options.draft:
        say(DRAFTS if drafted else NO_DRAFTS)
        _tell("", [clean(str(path)) for path in drafted])
    if options.fill:
        _fill(report, options)


def _shard(options: argparse.Namespace) -> Shard:
    """Which part of how many is to be graded. Raises UsageError."""
    if not options.shard:
        return 1, 1
    found = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", options.shard, re.ASCII)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(BAD_SHARD, instead=(options.shard, "1/8"))
    if options.seed is None:
        raise UsageError(SHARD_SEED)
    return int(found[1]), int(found[2])


def _fill(report: ClassReport, options: argparse.Namespace) -> None:
    """Write a copy of the gradebook with its column filled."""
    from ..classroom.gradebook import fill

    filled = fill(options.fill, report, options.column, options.out_of)
    path = options.to / f"filled-{options.fill.name}"
    with _writing(path):
        path.write_bytes(filled.content)
    shown, named = clean(str(path)), {"column": filled.column, "system": filled.system}
    say(FILLED.format(count=filled.count, path=shown, **named))
    _tell("", filled.unmatched)


def _tell_regraded(report: ClassReport, accepted: bool) -> None:
    """What other verdicts on the same files would change, or have changed."""
    from ..classroom.regrade import change_line

    who = {each.handin.origin: each.handin.who for each in report.students}
    lines = [change_line(change, who[change.key.student]) for change in report.changes]
    if lines or report.same:
        say(REGRADED.format(differ=len(lines), same=report.same))
    _tell("", lines)
    if lines:
        say(ACCEPTED if accepted else WAITING)


def _tell_collected(found: Collected) -> None:
    """What was found, and what was not taken, before the work begins."""
    for source, form in found.forms:
        say(SOURCE.format(source=source, form=form))
    _tell(UNMATCHED, found.unmatched)
    for handin in found.handins:
        problems = [a.problem for each in handin.files.values() for a in each[-1:] if a.problem]
        _tell(NOTES.format(who=handin.who), [*handin.notes, *problems])
    if found.missing:
        names = ", ".join(clean(p.name or p.student, 100) for p in found.missing)
        say(MISSING.format(names=names))


def _tell(title: str, lines: list[str]) -> None:
    if lines and title:
        say(title)
    for line in lines[:MAX_LISTED]:
        say(f"  {line}")
    if len(lines) > MAX_LISTED:
        say(AND_MORE.format(count=len(lines) - MAX_LISTED))


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
