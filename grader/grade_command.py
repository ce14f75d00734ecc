"""`grade`: run the suites, show the verdict."""

import argparse
import sys
from pathlib import Path

from .confine import strongest
from .course import Course, UsageError
from .launch import launch

MAX_FAULTS = 3
FAULT = "The grader itself failed ({count} times); your code is not the cause.\n{shown}"


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade what the options ask for. Raises UsageError."""
    exercises = course.select(options.exercises)
    level = "none" if options.in_process else options.confinement or strongest()
    process = None if options.in_process else launch(level)

    from .grading import Target, grade
    from .screen import Screen
    from .workers import Server

    server = Server(*process) if process else None
    try:
        target = Target.find(course, options.target)
        screen = Screen(progress=options.format == "text" and not options.output)
        with screen:
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
        screen.show(report)
    if report.faults:
        shown = "\n".join(report.faults[:MAX_FAULTS])
        print(FAULT.format(count=len(report.faults), shown=shown), file=sys.stderr)
        return 3
    return 1 if options.strict and not report.complete else 0


def _write(text: str, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The report cannot be written to {path}: {error.strerror}.") from None
