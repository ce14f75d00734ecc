"""Grading against plain pytest, on the same suites and the same files."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from grader.contents.course import Course
from grader.contents.stubs import stub_of

PLAIN = [sys.executable, "-m", "pytest", "-q", "-p", "bench.plain", "-p", "no:cacheprovider"]
PLAIN += ["--import-mode=importlib"]
# Our own settings of pytest are for an environment with more of its plugins.
PLAIN += ["-c", os.devnull, "--rootdir", os.curdir]
GRADE = [sys.executable, "-m", "grader", "grade", "--format", "json", "--output", os.devnull]
ONE = "cross_entropy_error_batch"


class Run(NamedTuple):
    """A command's wall time, what it and all that it started computed, its largest process."""

    seconds: float
    cpu: float
    peak_mib: float


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, Run]:
    """Run the commands in turn, round by round, after one round that does not count.

    The median times, and the most memory.
    """
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            figures = run_once(command)
            if number:
                taken[name].append(figures)
    return {
        name: Run(
            statistics.median(run.seconds for run in runs),
            statistics.median(run.cpu for run in runs),
            max(run.peak_mib for run in runs),
        )
        for name, runs in taken.items()
    }


def run_once(command: list[str]) -> Run:
    """Run a command to its end. Raises SystemExit if that is not well."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}.")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def compare(rounds: int) -> list[tuple[str, str]]:
    """Rows of (what, figure) about grading."""
    course = Course.load(Path.cwd())
    suites = [str(exercise.suite) for exercise in course.exercises]
    (one,) = course.select([ONE])
    with tempfile.TemporaryDirectory() as folder:
        for exercise in course.exercises:
            path = Path(folder, f"{exercise.name}.py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(stub_of(exercise.solution.read_text(encoding="utf-8")))
        runs = measure(
            {
                "plain": [*PLAIN, *suites],
                "grade": [*GRADE, "--target", "solutions", "--jobs", "1"],
                "two jobs": [*GRADE, "--target", "solutions", "--jobs", "2"],
                "stubs": [*GRADE, "--target", folder, "--jobs", "2"],
                "plain one": [*PLAIN, str(one.suite)],
                "grade one": [*GRADE, "--target", "solutions", "--jobs", "1", ONE],
            },
            rounds,
        )
    tests = _count_tests(suites)
    plain, grade = runs["plain"].seconds, runs["grade"].seconds
    rows = [
        (f"whole course ({tests} tests), plain pytest without isolation", f"{plain:.2f} s"),
        ("whole course, one job / plain", f"{grade / plain:.2f}"),
        ("whole course, one job / plain, CPU", f"{runs['grade'].cpu / runs['plain'].cpu:.2f}"),
        ("whole course, two jobs / plain", f"{runs['two jobs'].seconds / plain:.2f}"),
        ("whole course, two jobs", f"{runs['two jobs'].seconds:.2f} s"),
        ("untouched stubs, two jobs", f"{runs['stubs'].seconds:.2f} s"),
        ("isolation, for each test", f"{(grade - plain) / tests * 1000:.1f} ms"),
        ("one exercise / python -m pytest", _ratio(runs, "grade one", "plain one")),
        ("the judge's peak memory", f"{runs['grade'].peak_mib:.0f} MiB"),
    ]
    return rows


def _ratio(runs: dict[str, Run], one: str, other: str) -> str:
    return f"{runs[one].seconds / runs[other].seconds:.2f}"


def _count_tests(suites: list[str]) -> int:
    listing = subprocess.run(
        [*PLAIN, "--collect-only", *suites], capture_output=True, text=True, check=True
    )
    return sum("::" in line for line in listing.stdout.splitlines())
