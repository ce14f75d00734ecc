"""A class graded beyond one machine: by a real scheduler with two workers, and in shards."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import classes
import pytest
from conftest import SOLUTION, SUITE, SmallCourse, run_grader
from test_class import BODY, WAYS, grades, verdicts

from grader.classroom.store import Store

SLOW = SOLUTION.replace(BODY, "    import time; time.sleep(0.1)\n" + BODY)
SOME = {name: WAYS[name] for name in ("vectors only", "crashes", "stub", "floods")}
KINDS = {"bad/first": {"slow": (SLOW, 3.0), **SOME}, "bad/second": {"slow": (SLOW, 3.0), **WAYS}}
STUDENTS = classes.make(KINDS, 6)
WORKER = ("worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60")
SCHEDULER = ("scheduler", "--host", "127.0.0.1", "--port", "0")


class Dask:
    """A scheduler, and workers that were started in the course's folder as docs/class.md says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.file = folder / "scheduler.json"
        self.scheduler = self._start(*SCHEDULER)
        self.workers = [self._start(*WORKER) for _ in range(2)]
        self.address = str(json.loads(_when(self.file.read_text, self._is_written))["address"])

    def _is_written(self) -> bool:
        return self.file.exists() and self.file.read_text().rstrip().endswith("}")

    def _start(self, part: str, *options: str) -> "subprocess.Popen[bytes]":
        options = (*options, "--scheduler-file", str(self.file), "--no-dashboard")
        return subprocess.Popen(
            [sys.executable, "-m", "dask", part, *options],
            cwd=self.folder,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stderr=subprocess.DEVNULL,
        )

    def judges(self) -> list[Path]:
        return [*self.temporary.glob("judge-*")]

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def _when(result, ready):
    """What comes of a function as soon as something holds."""
    end = time.monotonic() + 60
    while not ready() and time.monotonic() < end:
        time.sleep(0.02)
    return result()


@pytest.fixture(scope="module")
def course(small_course) -> SmallCourse:
    made: SmallCourse = small_course({"first": None, "second": None})
    for name in ("first", "second"):
        suite = SUITE.replace("deadline = 1.0", "deadline = 0.4")
        made.write(f"course/suites/bad/test_{name}.py", suite)
    (made.folder / "hw.zip").write_bytes(classes.packed(classes.folders(STUDENTS)))
    return made


@pytest.fixture(scope="module")
def dask(course) -> Iterator[Dask]:
    cluster = Dask(course.folder)
    yield cluster
    cluster.end()


@pytest.fixture(scope="module")
def merged(course) -> Path:
    """The same class, graded in two parts."""
    to = course.folder / "merged"
    counts = []
    for number in (1, 2):
        options = ("--to", to, "--seed", "7", "--shard", f"{number}/2")
        run = run_grader("class", "hw.zip", *options, folder=course.folder)
        assert (run.status, run.stderr) == (0, "")
        counts.append(int(re.search(r"(\d+) graded now", run.stdout)[1]))
    assert sum(counts) == 12 and all(counts) and not (to / "grades.csv").exists()
    files = sorted(to.glob("*.sqlite3"))
    run = run_grader("class", *files, "hw.zip", "--to", to, folder=course.folder)
    assert (run.status, run.stderr) == (0, "") and "0 graded now, 12 known" in run.stdout
    return to


def told(folder: Path) -> dict[tuple[str, str], str]:
    return {key: text for key, (text, _) in verdicts(folder).items()}


def begun(course: SmallCourse, to: Path, *options: str) -> "subprocess.Popen[str]":
    """A grading of which the first verdicts are there."""
    command = [sys.executable, "-m", "grader", "class", "hw.zip", "--to", str(to), *options]
    process = subprocess.Popen(
        command, cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    file = to / "verdicts.sqlite3"

    def has_some() -> bool:
        return process.poll() is not None or (file.exists() and len(tried(to)) >= 3)

    _when(lambda: None, has_some)
    assert process.poll() is None, process.communicate()
    return process


def tried(to: Path) -> dict[tuple[str, str], str]:
    try:
        return told(to)
    except sqlite3.OperationalError:  # the tables are not made yet
        return {}


def test_with_a_worker_killed_nothing_is_lost_and_all_is_as_on_one_machine(course, dask, merged):
    to = course.folder / "far"
    process = begun(course, to, "--seed", "7", "--scheduler", dask.address)
    dask.workers[0].kill()
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "12 graded now, 0 known before; seed 7" in out
    assert told(to) == told(merged)
    assert (to / "grades.csv").read_bytes() == (merged / "grades.csv").read_bytes()
    assert _when(lambda: len(dask.judges()), lambda: len(dask.judges()) == 1) == 1


def test_shards_are_graded_apart_and_merged(course, merged):
    found = grades(merged)
    for student in STUDENTS:
        points = {name: float(found[student.user][name]) for name in student.points}
        assert points == student.points
    other = Store(course.folder / "other.sqlite3")
    other.seed(8)
    other.close()
    run = run_grader("class", "hw.zip", "other.sqlite3", "--to", merged, folder=course.folder)
    assert run.status == 2 and "seed is 8 there, and 7 here" in run.stderr


@pytest.mark.parametrize("options", [("4/3", "--seed", "7"), ("x", "--seed", "7"), ("1/3",)])
def test_a_shard_that_cannot_be_is_refused_in_a_sentence(course, options):
    run = run_grader("class", "hw.zip", "--shard", *options, folder=course.folder)
    assert run.status == 2 and run.stderr.startswith(("--shard is", "With --shard"))


def test_other_versions_are_said_in_a_sentence(small_course, dask):
    other = small_course({"first": None})
    other.write("grader/judge/extra.py", "")
    classes.unpacked({"kim/first.py": SOLUTION.encode()}, other.folder / "hw")
    run = run_grader("class", "hw", "--scheduler", dask.address, folder=other.folder)
    assert run.status == 3 and run.stdout.count("\n") == 1
    assert re.fullmatch(r"A judge of .* has Python .*, and this grading needs .*\n", run.stderr)


def test_a_scheduler_that_dies_leaves_what_was_done(course, dask, merged):
    to = course.folder / "broken off"
    process = begun(course, to, "--seed", "7", "--scheduler", dask.address)
    dask.scheduler.send_signal(signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 3
    assert re.fullmatch(r"The scheduler at .* is gone\. The verdicts until then .*\n", err)
    before = told(to)
    assert 3 <= len(before) < 12 and not (to / "grades.csv").exists()
    options = ("class", "hw.zip", "--to", to)
    run = run_grader(*options, "--scheduler", dask.address, folder=course.folder)
    assert run.status == 2
    assert re.fullmatch(r"No scheduler can be reached at .*\n", run.stderr)
    run = run_grader(*options, "--jobs", "1", folder=course.folder)
    assert f"{12 - len(before)} graded now, {len(before)} known before; seed 7" in run.stdout
    assert told(to) == told(merged) and _when(dask.judges, lambda: not dask.judges()) == []
