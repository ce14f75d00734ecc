"""`report`: grade everything and write the web page about it."""

import argparse
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from ..contents.course import Course, Exercise
from ..contents.handin import Target
from ..judge.grading import grade
from ..learner.kata_table import practice
from ..learner.progress import Progress, warn
from ..plots.finale import gather, perform
from ..plots.paper import mark_of
from ..plots.plotting import CannotDraw, plot, plot_files
from ..report.output import check_writable, tell_faults, write_report
from ..report.page import NO_FIGURE, OLD_FIGURE, Extra, lightened, page
from ..report.screen import Screen
from ..report.verdict import ExerciseReport
from ..sandbox.confine import strongest
from ..submission.servers import Server, WorkerFault, serving
from ..words.sessions import command
from ..words.text import clean


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    parser.add_argument("--output", type=Path, default=Path("report.html"), metavar="FILE")
    parser.add_argument("--plots", action="store_true", help="draw the figures that are missing")


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade the whole target, write the page, print where it is. Raises UsageError."""
    check_writable(options.output)
    level = strongest()
    target = Target.find(course, options.target)
    try:
        with serving(level, course.readable) as server:
            with Screen(progress=len(course.exercises)) as screen:
                report = grade(
                    course,
                    course.exercises,
                    target,
                    server=server,
                    level=level,
                    jobs=os.cpu_count() or 1,
                    on_report=screen.note,
                )
            extras = {}
            for exercise, graded in zip(course.exercises, report.exercises, strict=True):
                drawer = server if options.plots and graded.status != "not started" else None
                about = course, exercise, target, graded, drawer, options.output
                extras[exercise.name] = _extra(*about)
            finale = _finale(course, target, server) if report.complete else None
    except WorkerFault as fault:
        return tell_faults([str(fault)])
    now = datetime.now()
    katas = practice(course, Progress(course.root, warn), now.date())
    own = katas if report.mode == "exercises" else ""
    made = now.strftime("%Y-%m-%d %H:%M")
    write_report(page(course, report, lightened(extras), made, finale, own), options.output)
    print(clean(str(options.output)))
    return tell_faults(report.faults)


def _finale(course: Course, target: Target, server: Server) -> Extra | None:
    """What the course ends with, or why it does not."""
    if not course.finale.is_file():
        return None
    try:
        found = perform(course, gather(course, target), server)
    except CannotDraw as reason:
        return Extra(note=str(reason))
    _, svg, narrow = (_bytes(path) for path in found.paths)
    return Extra(svg=svg, narrow=narrow, note=found.sentence)


def _extra(
    course: Course,
    exercise: Exercise,
    target: Target,
    graded: ExerciseReport,
    server: Server | None,
    output: Path,
) -> Extra:
    """What the page shows besides: text and figure only if they are of the file that was graded.

    server: where workers come from to draw figures that are missing; None draws none.
    """
    links = Extra(
        readme=_address(exercise.file.parent / "README.md", output),
        hint="" if course.is_kit or graded.status == "solved" else command("hint", exercise.stem),
        redraw=command("plot", exercise.stem),
    )
    if graded.status == "not started":
        return links
    task = target.task(course, exercise, "own")
    same = task.sha256 == graded.sha256
    text = task.files[exercise.module][1].decode("utf-8", "replace") if same else None
    extra = replace(links, source=text)
    if not exercise.figure.is_file():
        return extra
    mark = mark_of(graded.sha256).encode()
    _, *paths = plot_files(course, exercise.name)
    svg, narrow = map(_bytes, paths)
    if server and not (mark in svg and mark in narrow):
        plot(course, exercise, target, server)
        svg, narrow = map(_bytes, paths)
    if mark in svg and mark in narrow:
        return replace(extra, svg=svg, narrow=narrow)
    note = OLD_FIGURE if svg else NO_FIGURE
    return replace(extra, note=note.format(command=extra.redraw))


def _address(path: Path, page: Path) -> str:
    """How a page leads to a file: from where it is itself, if both are on one drive."""
    try:
        relative = os.path.relpath(path, page.resolve().parent)
    except ValueError:
        return path.as_uri()
    return quote(relative.replace(os.sep, "/"))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
