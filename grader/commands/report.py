"""`report`: grade everything and write the web page about it."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from ..contents.course import Course, Exercise
from ..contents.handin import Target
from ..judge.grading import grade
from ..learner.kata_table import practice
from ..learner.progress import Progress, warn
from ..plots.plotting import FAULT, has_figure, mark_of, plot, plot_files
from ..report.output import check_writable, faults_text, write_report
from ..report.page import NO_FIGURE, OLD_FIGURE, Extra, page
from ..report.screen import Screen
from ..report.verdict import ExerciseReport
from ..sandbox.confine import strongest
from ..submission.processes import Server, WorkerFault
from ..submission.start import launch
from ..words.sessions import command
from ..words.text import clean


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    parser.add_argument("--output", type=Path, default=Path("report.html"), metavar="FILE")
    parser.add_argument("--plots", action="store_true", help="draw the figures that are missing")


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade the whole target, write the page, print where it is. Raises UsageError."""
    check_writable(options.output)
    level = strongest()
    target = Target.find(course, options.target)
    server = Server(*launch(level, course.readable))
    try:
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
            if graded.status != "not started":
                drawer = server if options.plots else None
                extras[exercise.name] = _extra(course, exercise, target, graded, drawer)
    except WorkerFault as fault:
        print(FAULT.format(fault=fault), file=sys.stderr)
        return 3
    finally:
        server.close()
    now = datetime.now()
    katas = practice(course, Progress(course.root, warn), now.date())
    own = katas if report.mode == "exercises" else ""
    made = now.strftime("%Y-%m-%d %H:%M")
    write_report(page(course, report, extras, made, own), options.output)
    print(clean(str(options.output)))
    if report.faults:
        print(faults_text(report), file=sys.stderr)
        return 3
    return 0


def _extra(
    course: Course,
    exercise: Exercise,
    target: Target,
    graded: ExerciseReport,
    server: Server | None,
) -> Extra:
    """The file's text and figure, each only if it is of the very file that was graded.

    server: where workers come from to draw figures that are missing; None draws none.
    """
    task = target.task(course, exercise, "reference")
    same = task.sha256 == graded.sha256
    text = task.files[exercise.module][1].decode("utf-8", "replace") if same else None
    if not has_figure(course, exercise):
        return Extra(text)
    svg, mark = _svg(course, exercise), mark_of(graded.sha256).encode()
    if server and mark not in svg:
        plot(course, exercise, target, server)
        svg = _svg(course, exercise)
    if mark in svg:
        return Extra(text, svg)
    note = OLD_FIGURE if svg else NO_FIGURE
    return Extra(text, note=note.format(command=command("plot", exercise.stem)))


def _svg(course: Course, exercise: Exercise) -> bytes:
    try:
        return plot_files(course, exercise)[1].read_bytes()
    except OSError:
        return b""
