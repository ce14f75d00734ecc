"""How long a learner waits from a save to the verdict: a watch against starting pytest each time.

Both grade the same exercise by the same suite. The watch runs in a terminal of its own, as a
learner has it, and its time ends when the verdict on this very save is on the screen. The loop
that starts pytest imports the file into its own process and notices saves at once: it is
quicker than any real one.
"""

import ast
import os
import pty
import re
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "losses/cross_entropy_error_label"
PAUSE = 0.3  # seconds between a verdict and the next save
PATIENCE = 60.0  # seconds for any verdict

FIXTURES = """\
import importlib

import numpy as np
import pytest

@pytest.fixture
def submission():
    return importlib.import_module("exercises.{module}")

@pytest.fixture
def reference():
    return importlib.import_module("solutions.{module}")

@pytest.fixture
def rng():
    return np.random.default_rng(0)
"""


@dataclass
class Latency:
    """Seconds from each save to its verdict. tests: of the exercise that was saved."""

    exercise: str
    tests: int
    watch: list[float]
    pytest: list[float]

    def __str__(self) -> str:
        ways = (("watch", self.watch), ("starting pytest", self.pytest))
        lines = [f"From a save to the verdict, {self.exercise} ({self.tests} tests):"]
        for name, seconds in ways:
            median, worst = statistics.median(seconds), max(seconds)
            lines.append(
                f"  {name:16}{median * 1000:6.0f} ms median,{worst * 1000:6.0f} ms at most,"
                f" {len(seconds)} saves"
            )
        return "\n".join(lines)


def measure(saves: int = 20) -> Latency:
    """Save right and wrong solutions in turn and take the time of each, in a copy of the course."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for name in ("grader", "course", "solutions"):
            shutil.copytree(ROOT / name, course / name)
        shutil.copy(ROOT / "course.toml", course)
        shutil.copytree(ROOT / "solutions", course / "exercises")
        watch = _watch_seconds(course, saves)
        tests, started = _pytest_seconds(course, saves)
    return Latency(EXERCISE, tests, watch, started)


def _versions(course: Path, saves: int) -> list[tuple[str, str]]:
    """What is saved, and the text that only its own verdict has."""
    source = (course / "solutions" / f"{EXERCISE}.py").read_text(encoding="utf-8")
    function = next(n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    versions = []
    for number in range(saves):
        fault = f"fault number {number}"
        wrong = f"\n\ndef {function}(*values):\n    raise ValueError('{fault}')\n"
        versions.append((source + wrong, fault) if number % 2 == 0 else (source, "is solved."))
    return versions


def _watch_seconds(course: Path, saves: int) -> list[float]:
    file = course / "exercises" / f"{EXERCISE}.py"
    terminal, far_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", EXERCISE],
        cwd=course,
        stdin=far_end,
        stdout=far_end,
        stderr=far_end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "40"},
    )
    os.close(far_end)
    try:
        _wait_for(terminal, "is solved.")
        seconds = []
        for source, sign in _versions(course, saves):
            time.sleep(PAUSE)
            started = time.perf_counter()
            file.write_text(source, encoding="utf-8")
            _wait_for(terminal, sign)
            seconds.append(time.perf_counter() - started)
        return seconds
    finally:
        process.terminate()
        process.wait()
        os.close(terminal)


def _wait_for(terminal: int, sign: str) -> None:
    """Read what the terminal shows until the sign is there."""
    shown = b""
    deadline = time.monotonic() + PATIENCE
    while sign.encode() not in shown:
        if not select.select([terminal], [], [], max(deadline - time.monotonic(), 0))[0]:
            raise TimeoutError(f"{sign!r} did not appear: {shown.decode(errors='replace')}")
        shown += os.read(terminal, 1 << 16)


def _pytest_seconds(course: Path, saves: int) -> tuple[int, list[float]]:
    file = course / "exercises" / f"{EXERCISE}.py"
    chapter, name = EXERCISE.split("/")
    fixtures = FIXTURES.format(module=EXERCISE.replace("/", "."))
    (course / "conftest.py").write_text(fixtures, encoding="utf-8")
    suite = f"course/suites/{chapter}/test_{name}.py"
    command = [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", suite]
    tests, seconds = 0, []
    for source, _ in _versions(course, saves):
        started = time.perf_counter()
        file.write_text(source, encoding="utf-8")
        done = subprocess.run(command, cwd=course, capture_output=True, text=True)
        seconds.append(time.perf_counter() - started)
        passed = re.search(r"(\d+) passed", done.stdout)
        if done.returncode == 0 and passed:
            tests = int(passed[1])
    if not tests:
        raise RuntimeError(f"pytest did not pass the solution:\n{done.stdout}{done.stderr}")
    return tests, seconds


if __name__ == "__main__":
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
