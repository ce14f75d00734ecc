"""What GitHub Actions shows of a grading: notes on the learner's lines, and a summary of the run.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from .markdown import render
from .summary import example, happened
from .verdict import ExerciseReport, Report, cleaned

MAX_ANNOTATIONS = 10  # of one kind that a step may have
MAX_SUMMARY = 1024 * 1024  # bytes of a step's summary; of a longer one nothing is shown
MAX_MESSAGE = 2_000  # characters

NO_SUMMARY = "The summary cannot be written to {path}: {reason}."


def annotations(report: Report, sources: Mapping[str, str]) -> Iterator[str]:
    """A line that GitHub reads for each of the first exercises that are begun and not solved.

    sources: the graded text of an exercise, by its name.
    """
    report = cleaned(report)
    failed = [each for each in report.exercises if each.status in ("partial", "failed")]
    for exercise in failed[:MAX_ANNOTATIONS]:
        line = _line(exercise, sources.get(exercise.name, ""))
        test = example(exercise)
        message = "\n".join([*happened(exercise), *([test.message] if test else [])])[:MAX_MESSAGE]
        where = f"file={_property(_from_workspace(exercise.path))},line={line}"
        yield f"::error {where},title={_property(exercise.stem)}::{_data(message)}"


def append_summary(report: Report) -> None:
    """Add the report to the summary of the step, as far as there is room; complain on stderr."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with open(path, "ab") as file:
            room = MAX_SUMMARY - file.tell()
            text = render(report, room).encode()
            file.write(text if len(text) <= room else b"")
    except OSError as error:
        print(NO_SUMMARY.format(path=path, reason=error.strerror), file=sys.stderr)


def _line(exercise: ExerciseReport, source: str) -> int:
    """Where it went wrong in the learner's own file: where it raised, else what was called."""
    test = example(exercise)
    failure = test.failure if test else None
    if failure is None:
        return 1
    own = [place.line for place in failure.places if place.path == exercise.path]
    if own:
        return own[-1]
    names = re.findall(r"\w+", failure.call.function) if failure.call else []
    for name in reversed(names):
        found = re.search(rf"^[ \t]*(?:def|class)[ \t]+{name}\b", source, re.MULTILINE)
        if found:
            return source.count("\n", 0, found.start()) + 1
    return 1


def _from_workspace(path: str) -> str:
    """A path as it is in the repository."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    whole = Path(path).absolute()
    if workspace and whole.is_relative_to(workspace):
        return whole.relative_to(workspace).as_posix()
    return path


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
