"""Judges: suites that change on disk, judges that are lost, suites that cannot be used."""

import multiprocessing
import os
import subprocess
import sys

import pytest
from conftest import SOLUTION, SUITE

from grader.judge import pool

TWICE = """
import os
from pathlib import Path
from grader.contents.course import Course
from grader.contents.handin import Target
from grader.judge.grading import grade
from grader.judge.suites import Suites

course = Course.load(Path.cwd())
suites, target = Suites(course), Target.find(course, "exercises")

def status():
    report = grade(course, course.exercises, target, server=None, level="none", suites=suites)
    return report.exercises[0].status

print(status(), status())
suite = course.exercises[0].suite
written = suite.stat().st_mtime_ns
suite.write_text(suite.read_text().replace("[2.0, 4.0]", "[3.0, 5.0]"))
os.utime(suite, ns=(written, written + 1))  # within a second, and of the same size
print(status())
helper = course.root / "course" / "suites" / "bad" / "helper.py"
suite.write_text("from course.suites.bad.helper import *\\n" + suite.read_text())
helper.write_text("")
print(status())
helper.write_text("SPOILT = 1 / 0\\n")
report = grade(course, course.exercises, target, server=None, level="none", suites=suites)
print(report.faults)
"""

KEPT = """
from grader.judge import diagnosis
runs, try_source = [], diagnosis.try_source

def counted(*arguments):
    runs.append(arguments)
    return try_source(*arguments)

diagnosis.try_source = counted

def named():
    runs.clear()
    report = grade(course, course.exercises, target, server=None, level="none", suites=suites)
    return [mistake.name for mistake in report.exercises[0].mistakes], len(runs)

print(named(), named())
suite = course.exercises[0].suite
suite.write_text(suite.read_text() + "\\n")
print(named())
"""

SUICIDE = SUITE.replace(
    "        assert_close(submission.double(np.array([",
    "        import os; os.kill(os.getpid(), 9)\n        assert_close(submission.double(np.array([",
)


def test_a_suite_that_changes_is_used_by_the_next_grading(small_course):
    course = small_course({"doubling": SOLUTION})
    process = subprocess.run(
        [sys.executable, "-c", TWICE],
        cwd=course.folder,
        capture_output=True,
        text=True,
        env={n: value for n, value in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"},
    )
    lines = process.stdout.splitlines()
    assert lines[:3] == ["solved solved", "partial", "partial"], process.stderr
    assert "test_doubling.py:1: ZeroDivisionError: division by zero" in lines[3]


def test_known_mistakes_run_once_until_a_suite_changes(small_course):
    course = small_course({"doubling": SOLUTION.replace("2.0 *", "3.0 *")})
    edit = 'name = "trebled"\nreplace = "2.0 *"\nwith = "3.0 *"\nfeedback = "By 3."\n'
    course.write("course/mistakes/bad/doubling.toml", f"[[mistake]]\n{edit}")
    script = TWICE.partition("def status")[0] + KEPT
    process = subprocess.run(
        [sys.executable, "-c", script], cwd=course.folder, capture_output=True, text=True
    )
    first, changed = process.stdout.splitlines()
    runs = int(first.partition("['trebled'], ")[2].partition(")")[0])
    assert runs > 0
    assert first == f"(['trebled'], {runs}) (['trebled'], 0)", process.stderr
    assert changed == f"(['trebled'], {runs})"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_judge_that_dies_loses_one_exercise(small_course, jobs):
    course = small_course({"first": SOLUTION, "second": SOLUTION, "third": SOLUTION})
    course.write("course/suites/bad/test_second.py", SUICIDE)
    run = course.grade("--format", "json", "--jobs", jobs)
    assert run.status == 3
    statuses = {name: exercise["status"] for name, exercise in run.exercises.items()}
    assert statuses == {"first": "solved", "second": "error", "third": "solved"}
    assert run.exercises["second"]["max_score"] == 3
    (fault,) = run.report["faults"]
    assert fault == "The judge of bad/second was lost: it was killed by signal SIGKILL."


UNUSABLE = {
    "no_tests": ("X = 1\n", "The suite of bad/no_tests has no tests."),
    "no_points": (SUITE.replace("    points = 1\n", ""), "has no points for TestMatrix"),
    "not_there": (None, "course/suites/bad/test_not_there.py is missing."),
    "does_not_import": ("import nowhere\n", "test_does_not_import.py:1: ModuleNotFoundError"),
    "no_python": ("def\n", "test_no_python.py:1: SyntaxError"),
    "unknown_fixture": (
        SUITE.replace("(self, submission)", "(self, submission, tmp_path)"),
        "asks for 'tmp_path' in test_worked_example; it can have reference, rng, submission.",
    ),
    "no_class": (SUITE + "\n\ndef test_alone(submission):\n    pass\n", "test_alone belongs to no"),
}


def test_a_suite_that_cannot_be_used_is_a_sentence_and_status_3(small_course):
    course = small_course(dict.fromkeys([*UNUSABLE, "right"], SOLUTION))
    for name, (suite, _) in UNUSABLE.items():
        if suite is None:
            (course.folder / f"course/suites/bad/test_{name}.py").unlink()
        else:
            course.write(f"course/suites/bad/test_{name}.py", suite)
    run = course.grade("--format", "json")
    assert run.status == 3
    faults = run.report["faults"]
    told = {name: sum(text in fault for fault in faults) for name, (_, text) in UNUSABLE.items()}
    assert told == dict.fromkeys(UNUSABLE, 1) and len(faults) == len(UNUSABLE)
    statuses = [exercise["status"] for exercise in run.report["exercises"]]
    assert statuses == ["error"] * len(UNUSABLE) + ["solved"]
    assert "Traceback" not in run.stderr


def test_a_machine_without_processes_loses_pieces_and_nothing_else(monkeypatch):
    starts = []

    def start(process):
        starts.append(process)
        if len(starts) > 1:
            raise BlockingIOError("no more processes")
        original(process)

    process = multiprocessing.get_context("fork").Process
    original = process.start
    monkeypatch.setattr(process, "start", start)
    monkeypatch.setattr(pool, "PAUSES", (0.0,))

    def work(number):
        return os._exit(3) if number == 1 else number

    done = list(pool.forked(work, 3, 2, lambda number, reason: f"{number}: {reason}"))
    assert done == [
        0,
        "1: it ended with exit status 3",
        "2: this machine starts no more processes",
    ]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen")
def test_each_judge_keeps_to_a_core_only_where_all_have_enough_to_do():
    all_cores = os.sched_getaffinity(0)

    def cores(pieces, jobs):
        done = pool.forked(lambda number: frozenset(os.sched_getaffinity(0)), pieces, jobs, str)
        return set(done)

    jobs = len(all_cores)
    alone = {frozenset({core}) for core in all_cores}
    assert cores(8 * jobs, jobs) <= alone
    assert cores(8 * jobs, 2 * jobs) <= alone
    assert cores(jobs, jobs) == {frozenset(all_cores)}
    if jobs > 1:
        assert cores(8 * jobs, jobs - 1) == {frozenset(all_cores)}
    assert os.sched_getaffinity(0) == all_cores
