"""`grade`: run the suites, show the verdict."""

from __future__ import annotations

import argparse
import io
import os
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from .confine import strongest
from .course import Course, UsageError
from .launch import launch

if TYPE_CHECKING:
    from .report import Report

MAX_FAULTS = 3
FAULT = "The grader itself failed ({count} times); your code is not the cause.\n{shown}"


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade what the options ask for. Raises UsageError."""
    exercises = course.select(options.exercises)
    if options.seed < 0:
        raise UsageError("The seed is a whole number from 0 up.")
    level = "none" if options.in_process else options.confinement or strongest()
    process = None if options.in_process else launch(level)

    from .grading import Target, grade
    from .progress import Progress
    from .screen import Screen
    from .workers import Server

    server = Server(*process) if process else None
    try:
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
                jobs=1 if options.in_process else options.jobs,
                on_report=screen.note,
            )
    finally:
        if server:
            server.close()
    if options.format == "json":
        _write(report.to_json() + "\n", options.output)
    elif options.output:
        _write(screen.text(report), options.output)
    else:
        _write(screen.render(report), None)
    if report.faults:
        print(faults_text(report), file=sys.stderr)
        return 3
    if report.mode == "exercises" and not options.in_process:
        Progress(course.root, lambda text: print(text, file=sys.stderr)).note(report.exercises)
    return 1 if options.strict and not report.complete else 0


def faults_text(report: Report) -> str:
    """What a user is told about the grader's own faults."""
    shown = "\n".join(report.faults[:MAX_FAULTS])
    return FAULT.format(count=len(report.faults), shown=shown)


def print_text(text: str) -> None:
    """Write to standard output what it can show, for as long as anyone reads it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # as in `… | head`; Python flushes once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(text: str, path: Path | None) -> None:
    if path is None:
        print_text(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The report cannot be written to {path}: {error.strerror}.") from None
