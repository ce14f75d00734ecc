"""What the tests share: the grader as a subprocess, and small courses of their own to break."""

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import commands
import pytest
from hypothesis import settings

os.environ.pop("COURSE_NOX", None)  # noxfile.py sets it where nox is missing
os.environ.pop("GITHUB_ACTIONS", None)  # which would add notes to every grading

ROOT = Path(__file__).resolve().parents[1]

sys.path.insert(0, str(ROOT))  # for `pytest` as well as for `python -m pytest`

# What Python will not do for ever is an error in the engine's own modules, in the processes that
# tests start, too. Only whole names of modules can be said here, and a hundred cost each of them
# 20 ms: so it is those of servers and of what stays open; commands.py sees to the others.
os.environ["PYTHONWARNINGS"] = ",".join(
    "error::DeprecationWarning:" + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ("sandbox", "wire", "terminal")
    for path in (ROOT / "grader" / room).glob("*.py")
)

# An unchanged commit must not turn red by itself; HYPOTHESIS_PROFILE=default searches anew.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


# What takes long begins first, so that at the end no process of several waits for one other.
LONG = ("test_watch.py", "test_corpus.py", "test_grade.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


SOLUTION = '''\
"""Twice as much."""

import numpy as np


def double(x):
    """2x.

    >>> double(np.array([1.0, 2.0]))
    array([2., 4.])
    """
    # TODO: return twice x
    return 2.0 * x
'''

SUITE = '''\
import numpy as np

from grader.expect import assert_close


class TestVector:
    """A vector"""

    points = 2
    deadline = 1.0

    def test_worked_example(self, submission):
        assert_close(submission.double(np.array([1.0, 2.0])), np.array([2.0, 4.0]))


class TestMatrix:
    """A matrix"""

    points = 1
    deadline = 1.0

    def test_columns(self, submission):
        assert_close(submission.double(np.array([[3.0], [-1.0]])), np.array([[6.0], [-2.0]]))
'''


@dataclass
class Run:
    """What one command did."""

    status: int
    stdout: str
    stderr: str

    @cached_property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.stdout)
        return report

    @cached_property
    def exercises(self) -> dict[str, dict[str, Any]]:
        """The exercises of a JSON report by their stems."""
        return {entry["name"].split("/")[1]: entry for entry in self.report["exercises"]}


def run_grader(
    *arguments: str | Path, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> Run:
    """Run `python -m grader …` in a folder, as a user would, with its output going to a pipe.

    Where the engine is the repository's, and Python as it is here, that is loaded already.
    """
    words = [str(argument) for argument in arguments]
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR")}
    environment |= {"PYTHONIOENCODING": "utf-8", **(variables or {})}
    if folder in _same_engine and not any(name.startswith("PYTHON") for name in variables or ()):
        status, out, err = _loaded().run(words, folder, environment, PATIENCE)
        return Run(status, out.decode(), err.decode())
    process = subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=PATIENCE,
    )
    return Run(process.returncode, process.stdout.decode(), process.stderr.decode())


PATIENCE = 120.0  # seconds for a command
_loaded = functools.cache(commands.Loaded)
# Roots of courses with the repository's engine. Elsewhere than on Linux a fork may lose what is
# loaded.
_same_engine = {ROOT} if sys.platform == "linux" else set()


def all_tests(exercise: dict[str, Any]) -> list[dict[str, Any]]:
    """All tests of an exercise's report."""
    return [test for part in exercise["parts"] for test in part["tests"]]


@dataclass(frozen=True)
class SmallCourse:
    """A copy of the engine with a course of its own: one chapter, the same exercise many times."""

    folder: Path

    def write(self, path: str, content: str | bytes) -> None:
        if path.startswith("grader/"):
            _same_engine.discard(self.folder)
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def grade(self, *arguments: str, **variables: str) -> Run:
        return run_grader("grade", *arguments, folder=self.folder, variables=variables)


@pytest.fixture(scope="session")
def small_course(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Mapping[str, str | bytes | None]], SmallCourse]:
    """A function that makes a course from exercises' names and what the learner wrote (or not)."""

    def make(files: Mapping[str, str | bytes | None]) -> SmallCourse:
        course = SmallCourse(tmp_path_factory.mktemp("course"))
        shutil.copytree(ROOT / "grader", course.folder / "grader")  # as it is compiled already
        if sys.platform == "linux":
            _same_engine.add(course.folder)
        entries = "\n".join(f'    {{ name = "{name}", title = "Doubling" }},' for name in files)
        chapter = f'[[chapter]]\nname = "bad"\ntitle = "Bad"\nexercises = [\n{entries}\n]\n'
        course.write("course.toml", f'title = "A small course"\n\n{chapter}')
        for name, content in files.items():
            course.write(f"solutions/bad/{name}.py", SOLUTION)
            course.write(f"course/suites/bad/test_{name}.py", SUITE)
            if content is not None:
                course.write(f"exercises/bad/{name}.py", content)
        return course

    return make
