"""Whether an exercise is there to be proved: its files, what is to be filled in in them."""

import importlib
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from ..contents.course import Course, Exercise, UsageError
from ..contents.mistakes import load_knowledge
from ..judge.suites import SuiteFault, Suites, load_reference

FILL_IN = "FILL IN:"  # stands before what belongs there, in what `new` makes

MISSING = "{path} is missing."
UNREADABLE = "{path} cannot be read: {problem}."
NO_PYTHON = "{path}:{line} is no Python: {problem}."
NO_IMPORT = "{path}:{line} stops when it is imported: {kind}: {problem}."
OPEN = "{path}:{line} is to be filled in: {what}"
OPEN_ENTRY = "course.toml, {name}, is to be filled in: {what}"


def obstacles(course: Course, exercise: Exercise, suites: Suites) -> list[str]:
    """What has to be mended before anything can be proved, a sentence each.

    suites: where its suite was collected, which is tried last: it runs what it imports.
    """
    found = [*_unreadable(exercise)]
    if found:
        return found
    found = [*open_places(exercise, exercise.solution), *open_places(exercise, exercise.suite)]
    if found:
        return [*found, *open_ends(course, exercise)]
    try:
        load_knowledge(exercise)
        suites.tests(exercise)
    except (UsageError, SuiteFault) as error:
        return [str(error)]
    return []


def open_ends(course: Course, exercise: Exercise) -> list[str]:
    """What is to be filled in where that keeps nothing from being proved."""
    endings = [each.ending for each in course.chapters if exercise in each.exercises]
    return [
        *open_places(exercise, exercise.mistakes),
        *open_places(exercise, exercise.file.with_name("README.md")),
        *(
            OPEN_ENTRY.format(name=exercise.name, what=text.partition(FILL_IN)[2].strip())
            for text in (exercise.title, exercise.why, *endings)
            if FILL_IN in text
        ),
    ]


def open_places(exercise: Exercise, path: Path) -> Iterator[str]:
    """The lines of a file that say what belongs there."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    shown = path.relative_to(exercise.root).as_posix()
    for number, line in enumerate(text.split("\n"), 1):
        _, mark, what = line.partition(FILL_IN)
        if mark:
            what = what.strip().removesuffix("-->").rstrip(' ",')
            yield OPEN.format(path=shown, line=number, what=what)


def _unreadable(exercise: Exercise) -> Iterator[str]:
    """Files that are not there, or are no Python, or cannot be imported."""
    for path in (exercise.solution, exercise.suite, exercise.mistakes):
        shown = path.relative_to(exercise.root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".py":
                compile(text, str(path), "exec")
        except FileNotFoundError:
            yield MISSING.format(path=shown)
        except SyntaxError as error:
            yield NO_PYTHON.format(path=shown, line=error.lineno or 1, problem=error.msg)
        except (OSError, ValueError) as error:
            yield UNREADABLE.format(path=shown, problem=error)
        else:
            if path == exercise.solution:
                yield from _import_problem(exercise, shown)


def _import_problem(exercise: Exercise, shown: str) -> Iterator[str]:
    importlib.invalidate_caches()
    try:
        load_reference(exercise)
    except (Exception, SystemExit) as error:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename) == exercise.solution
        ]
        problem = re.sub(r"\s+", " ", str(error)).rstrip(".")
        yield NO_IMPORT.format(
            path=shown, line=(lines or [1])[-1], kind=type(error).__name__, problem=problem
        )
