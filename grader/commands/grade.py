"""`grade`: run the suites, show the verdict."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import NO_SOLUTIONS
from ..sandbox.confine import strongest
from ..submission.servers import serving
from .options import positive

if TYPE_CHECKING:
    from ..contents.handin import Target
    from ..report.verdict import Report

FORMS = ("text", "json", "gradescope", "classroom50", "junit", "exercism", "markdown")
BAD_SEED = "The seed is a whole number from 0 up. For example:"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE")
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    parser.add_argument(
        "--imports",
        choices=("solved", "reference", "own"),
        default="solved",
        help="whose files are imported: your own where solved, the reference's, or your own",
    )
    parser.add_argument("--format", choices=FORMS, default="text", help="for what other program")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    parser.add_argument("--all", action="store_true", help="show every failed test, whole")
    parser.add_argument("--strict", action="store_true", help="exit 1 unless all points are won")
    parser.add_argument("--in-process", action="store_true", help="for debugging your own code")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--seed", type=int, default=0, help="of the suites' random numbers")
    parser.add_argument("--confinement", choices=("landlock", "limits", "none"))


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade what the options ask for. Raises UsageError."""
    exercises = course.select(options.exercises)
    if options.seed < 0:
        raise UsageError(BAD_SEED, instead=(str(options.seed), "0"))
    if course.is_kit and options.imports == "reference":
        raise UsageError(NO_SOLUTIONS, instead=("reference", "own"))
    level = "none" if options.in_process else options.confinement or strongest()
    served = nullcontext() if options.in_process else serving(level, course.readable)
    with served as server:
        from ..contents.handin import Target
        from ..judge.grading import grade
        from ..learner.listing import all_solved
        from ..learner.progress import Progress, warn
        from ..report.formats import CHECKS, FORMATS
        from ..report.output import check_writable, print_text, tell_faults, write_report
        from ..report.screen import Form, Screen
        from ..words.text import in_actions

        check_writable(options.output)
        CHECKS.get(options.format, bool)()
        target = Target.find(course, options.target)
        shows = options.format == "text" and not options.output
        screen = Screen(progress=len(exercises) if shows else 0)
        # In this process a submission would print into the report.
        apart = redirect_stdout(sys.stderr) if options.in_process else nullcontext()
        with screen, apart:
            report = grade(
                course,
                exercises,
                target,
                server=server,
                level=level,
                imports=options.imports,
                seed=options.seed,
                jobs=0 if options.in_process else options.jobs,
                on_report=screen.note,
            )
    if options.format in FORMATS:
        write_report(FORMATS[options.format](report), options.output)
    elif options.output:
        write_report(screen.text(report, options.all), options.output)
    else:
        ending = course.ending if len(exercises) == len(course.exercises) else ""
        form = Form(every=options.all, following=_following(course, exercises), ending=ending)
        write_report(screen.render(report, form), None)
    if in_actions():
        reads_report = options.output is None and options.format in FORMATS
        _tell_actions(course, target, report, sys.stderr if reads_report else sys.stdout)
    if status := tell_faults(report.faults):
        return status
    if report.mode == "exercises" and not options.in_process:
        progress = Progress(course.root, warn)
        greets = shows and report.complete
        greets = greets and (exercises == [*course.exercises] or not all_solved(course, progress))
        progress.note(report.exercises)
        if greets and all_solved(course, progress):
            from ..learner.finale import greeting  # loads what draws

            print_text(greeting(course, level))
    return 1 if options.strict and not report.complete else 0


def _tell_actions(course: Course, target: Target, report: Report, stream: TextIO) -> None:
    """Show GitHub Actions which lines of the learner's are wrong, and sum the run up."""
    from ..contents.handin import HandIn
    from ..contents.plain import Unreadable
    from ..report.actions import annotations, append_summary

    sources = {}
    handin = HandIn(course, target)
    for exercise in course.select([each.name for each in report.exercises]):
        with suppress(Unreadable):
            sources[exercise.name] = handin.read(exercise.module).decode("utf-8", "replace")
    for line in annotations(report, sources):
        print(line, file=stream, flush=True)
    append_summary(report)


def _following(course: Course, exercises: list[Exercise]) -> str:
    """The path of the exercise after the one that is graded; "" if there is none."""
    after = course.exercises[course.exercises.index(exercises[-1]) + 1 :]
    return after[0].file.relative_to(course.root).as_posix() if after else ""
