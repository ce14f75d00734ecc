"""Where reports go: a terminal, a pipe or a file."""

import io
import os
import sys
from pathlib import Path

from ..contents.course import UsageError
from .verdict import Report, cleaned

MAX_FAULTS = 3
FAULT = "The grader itself failed ({count} times); your code is not the cause.\n{shown}"


def faults_text(report: Report) -> str:
    """What a user is told about the grader's own faults."""
    shown = "\n".join(cleaned(report).faults[:MAX_FAULTS])
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


def write_report(text: str, path: Path | None) -> None:
    """Write to a file, or print where there is none. Raises UsageError."""
    if path is None:
        print_text(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The report cannot be written to {path}: {error.strerror}.") from None
