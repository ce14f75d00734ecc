"""Where reports go: a terminal, a pipe or a file."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..contents.course import UsageError
from ..words.prose import prose
from ..words.text import harmless
from .verdict import cleaned

MAX_FAULTS = 3
UNWRITABLE = "The report cannot be written to {path}: {reason}."
ELSEWHERE = "The report cannot be written to {path}: {reason}. Name another file, for example:"
FAULT = "The grader itself failed; your code is not the cause.\n{shown}"
MORE_FAULTS = "And {count} times more."


def tell_faults(faults: Sequence[str]) -> int:
    """Tell a user about the grader's own faults, if there are any; the exit status."""
    if faults:
        print(faults_text(faults), file=sys.stderr)
    return 3 if faults else 0


def faults_text(faults: Sequence[str]) -> str:
    """What a user is told about the grader's own faults."""
    text = FAULT.format(shown="\n".join(cleaned([*faults[:MAX_FAULTS]], lines=True)))
    more = len(faults) - MAX_FAULTS
    return harmless(f"{text}\n{MORE_FAULTS.format(count=more)}" if more > 0 else text)


def print_text(text: str) -> None:
    """Write to standard output what it can show, for as long as anyone reads it."""
    text = harmless(text)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # as in `… | head`; Python flushes once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Print sentences, below each other."""
    print_text(prose(text, sys.stdout) + "\n")


def check_writable(path: Path | None) -> None:
    """Find out before the work what would keep its report from being written. Raises UsageError."""
    if path is None or (path.exists() and not path.is_file() and not path.is_dir()):
        return  # a pipe, for example: its reader would take this for the whole report
    is_new = not path.exists()
    with _complaining(path), path.open("ab"):
        pass
    if is_new:
        path.unlink(missing_ok=True)


def write_report(text: str, path: Path | None) -> None:
    """Write to a file, or print where there is none. Raises UsageError."""
    if path is None:
        print_text(text)
        return
    with _complaining(path):
        path.write_text(text, encoding="utf-8")


@contextmanager
def _complaining(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_elsewhere = path.name not in ("", str(path))
        sentence = ELSEWHERE if is_elsewhere else UNWRITABLE
        raise UsageError(
            sentence.format(path=path, reason=error.strerror),
            instead=(str(path), path.name) if is_elsewhere else None,
        ) from None
