"""Suites: collected by pytest once, run as often as anyone likes.

pytest finds the tests and their parameters, and has ended before the first of them runs; run.py
runs them. What a suite may ask for as arguments, besides its parameters:

submission   the file that is graded, in a fresh worker for every test
reference    the solution, in this process
rng          a generator seeded by the test's own name and the run's seed
"""

import glob
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ..contents.course import HANDED_OUT, Course, Exercise

GIVEN = frozenset({"submission", "reference", "rng"})

# Every sentence about a suite that cannot be used stands here, whole.
UNREADABLE = "The suite of {name} cannot be read: {problem}"
EMPTY = "The suite of {name} has no tests."
NO_POINTS = "The suite of {name} has no points for {part}: give the class `points`."
UNKNOWN = "The suite of {name} asks for {wanted!r} in {test}; it can have {given}."
NOT_IN_A_CLASS = "The suite of {name} has a test outside of a class: {test} belongs to no part."

PLACE = r'{file}(?:", line |:)(\d+)'  # as tracebacks say it

# pytest is here to find tests, classes and parameters; all else in it only costs time.
_OPTIONS = [
    "--disable-plugin-autoload",
    "--noconftest",
    "--import-mode=importlib",
    "--assert=plain",
    "--rootdir={root}",
    "--config-file={null}",
    *(
        option
        for name in (
            "terminal", "cacheprovider", "capture", "logging", "faulthandler", "doctest",
            "unittest", "tmpdir", "junitxml", "pastebin", "warnings", "stepwise", "setuponly",
            "recwarn", "monkeypatch", "legacypath", "unraisableexception", "threadexception",
        )
        for option in ("-p", f"no:{name}")
    ),
]  # fmt: skip


class SuiteFault(Exception):
    """A suite that cannot be used: the author's business, never the learner's."""


@dataclass(frozen=True)
class SuiteTest:
    """One test of a suite. identity: what its random numbers depend on; part: its class."""

    identity: str
    name: str
    part: type
    method: str
    parameters: Mapping[str, object]
    asks_for: tuple[str, ...]
    module: ModuleType

    @property
    def points(self) -> float:
        return float(getattr(self.part, "points", 0))


_Collected = list[SuiteTest] | str  # of one exercise: its tests, or why there are none


class Suites:
    """The suites of a course, each collected when it is first asked for, and when it changed."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._found: dict[str, _Collected] = {}
        self._stamps: dict[Path, tuple[int, int]] = {}
        self.kept: dict[Any, Any] = {}  # what was found out with them, as long as they are the same
        self.edition = 0  # grows whenever suites have changed

    def collect(self, exercises: Iterable[Exercise]) -> None:
        """Collect what is not collected yet, or all that was where a file has changed since."""
        self._forget_if_changed()
        missing = [exercise for exercise in exercises if exercise.name not in self._found]
        if missing:
            self._found |= _collect(self._course, missing)
            self._stamps |= {file: _stamp(file) for file in _loaded(self._course).values()}

    def tests(self, exercise: Exercise) -> list[SuiteTest]:
        """The tests of an exercise in the order of its suite. Raises SuiteFault."""
        if exercise.name not in self._found:
            self.collect([exercise])
        found = self._found[exercise.name]
        if isinstance(found, str):
            raise SuiteFault(found)
        return found

    def count(self, exercise: Exercise) -> int:
        """How many tests an exercise has; 0 where its suite cannot be used."""
        with suppress(SuiteFault):
            return len(self.tests(exercise))
        return 0

    def _forget_if_changed(self) -> None:
        changed = [path for path, stamp in self._stamps.items() if _stamp(path) != stamp]
        if changed:
            _forget_compiled(changed)
            for name in _loaded(self._course):
                del sys.modules[name]
            importlib.invalidate_caches()
            self.edition += 1
            self._found.clear()
            self.kept.clear()
            self._stamps.clear()


def _forget_compiled(paths: Iterable[Path]) -> None:
    """Python takes what it has compiled for a file's if that has the same size and second."""
    for path in paths:
        for compiled in (path.parent / "__pycache__").glob(f"{glob.escape(path.stem)}.*.pyc"):
            compiled.unlink(missing_ok=True)


def load_reference(exercise: Exercise) -> Any:
    """The solution as a module; in a kit, where there is none, what was handed out."""
    tree = HANDED_OUT if exercise.in_kit else "solutions"
    return importlib.import_module(f"{tree}.{exercise.module}")


class _Collector:
    """pytest plugin: takes the tests that were found, and runs none."""

    def __init__(self) -> None:
        self.items: list[pytest.Function] = []
        self.problems: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            text = report.longreprtext.strip() or "it fails to import"
            found = re.findall(PLACE.format(file=re.escape(Path(report.nodeid).name)), text)
            place = ":".join([report.nodeid, *found[-1:]])
            problem = text.splitlines()[-1].removeprefix("E").strip()
            self.problems[report.nodeid] = f"{place}: {problem}"


def _collect(course: Course, exercises: list[Exercise]) -> dict[str, _Collected]:
    root = str(course.root)
    if root not in sys.path:
        sys.path.insert(0, root)  # suites import solutions
    if course.is_kit:
        from .examples import example_tests  # which needs SuiteTest

        return {exercise.name: _found(partial(example_tests, exercise)) for exercise in exercises}
    plugin = _Collector()
    there = [exercise for exercise in exercises if exercise.suite.is_file()]
    options = [option.format(root=root, null=os.devnull) for option in _OPTIONS]
    code = pytest.main([*options, *(str(e.suite) for e in there)], plugins=[plugin]) if there else 0
    if code == pytest.ExitCode.INTERRUPTED and not plugin.problems:
        raise KeyboardInterrupt
    by_suite: dict[Path, list[pytest.Function]] = {}
    for item in plugin.items:
        by_suite.setdefault(item.path, []).append(item)
    return {
        each.name: _found(partial(_checked, each, by_suite.get(each.suite, []), plugin.problems))
        for each in exercises
    }


def _found(collect: Callable[[], list[SuiteTest]]) -> _Collected:
    try:
        return collect()
    except SuiteFault as fault:
        return str(fault)


def _checked(
    exercise: Exercise, items: list[pytest.Function], problems: Mapping[str, str]
) -> list[SuiteTest]:
    """An exercise's tests. Raises SuiteFault with what is wrong with its suite."""
    name = exercise.name
    where = exercise.suite.relative_to(exercise.root).as_posix()
    for place, problem in problems.items():
        if place.startswith(where):
            raise SuiteFault(UNREADABLE.format(name=name, problem=problem))
    if not exercise.suite.is_file():
        raise SuiteFault(UNREADABLE.format(name=name, problem=f"{where} is missing."))
    if not items:
        raise SuiteFault(EMPTY.format(name=name))
    found = []
    for item in items:
        if item.cls is None:
            raise SuiteFault(NOT_IN_A_CLASS.format(name=name, test=item.name))
        test = _test(item)
        if not test.points > 0:
            raise SuiteFault(NO_POINTS.format(name=name, part=test.part.__name__))
        for wanted in test.asks_for:
            if wanted not in GIVEN and wanted not in test.parameters:
                about = {"test": test.name, "given": ", ".join(sorted(GIVEN))}
                raise SuiteFault(UNKNOWN.format(name=name, wanted=wanted, **about))
        found.append(test)
    return found


def _test(item: pytest.Function) -> SuiteTest:
    names = list(inspect.signature(item.function).parameters)[1:]  # without self
    callspec = getattr(item, "callspec", None)
    return SuiteTest(
        identity=item.nodeid,
        name=item.name,
        part=item.cls,
        method=item.function.__name__,
        parameters=dict(callspec.params) if callspec else {},
        asks_for=tuple(names),
        module=item.module,
    )


def _loaded(course: Course) -> dict[str, Path]:
    """The files of loaded modules of the course, which its author may change meanwhile."""
    trees = tuple(f"{course.root / name}{os.sep}" for name in ("course", "solutions", HANDED_OUT))
    files = {n: str(getattr(module, "__file__", "")) for n, module in list(sys.modules.items())}
    return {name: Path(file) for name, file in files.items() if file.startswith(trees)}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
