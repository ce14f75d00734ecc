"""Places to run one's own code: `run`, `shell`, and an editor's ▶."""

import subprocess
import sys

import pytest
from conftest import SOLUTION, run_grader

NEIGHBOUR = "from ..bad.doubling import double\nprint(double(21), __name__)\n"


@pytest.fixture(scope="module")
def course(small_course):
    broken = SOLUTION + "\n1 / 0\n"
    return small_course({"doubling": SOLUTION, "neighbour": NEIGHBOUR, "broken": broken})


def test_run_shows_what_a_file_prints(course):
    assert run_grader("run", "neighbour", folder=course.folder).stdout == "42.0 __main__\n"


def test_run_of_a_file_that_prints_nothing_says_what_to_do(course):
    done = run_grader("run", "doubling", folder=course.folder)
    first, command = done.stdout.splitlines()
    assert first.startswith("exercises/bad/doubling.py has run and printed nothing.")
    assert command.endswith(" -m grader shell doubling")


def test_run_shows_the_learners_own_traceback(course):
    done = run_grader("run", "broken", folder=course.folder)
    assert done.status == 1
    assert "ZeroDivisionError" in done.stderr and "grader" not in done.stderr


def prompt(course, lines, *exercises):
    process = subprocess.run(
        [sys.executable, "-m", "grader", "shell", *exercises],
        cwd=course.folder,
        input=lines,
        capture_output=True,
        text=True,
    )
    return process.stdout + process.stderr


def test_the_shell_has_numpy_and_the_chapters_functions(course):
    course.write("exercises/bad/__pycache__/x", "")
    said = prompt(course, "print(double(np.array([21.0])))\n", "bad")
    assert "[42.]" in said and "At hand: np, double." in said
    assert "exercises/bad/broken.py cannot be imported, and is left out (ZeroDivisionError" in said


def test_the_shell_reloads(course):
    change = "from pathlib import Path; f = Path('exercises/bad/doubling.py'); "
    change += "f.write_text(f.read_text().replace('2.0 *', '3.00 *')); reload()\n"
    assert "63.0" in prompt(course, change + "print(double(21))\n", "doubling")


def test_the_shell_without_a_name(course):
    assert "np. Name an exercise" in prompt(course, "")
    assert "There is no exercise named 'nothing'" in prompt(course, "", "nothing")


def test_a_file_runs_directly_in_the_learners_environment(course):
    boot = (
        "import sys; sys.orig_argv = ['python', 'exercises/bad/neighbour.py'];"
        "import grader.learner.direct; print(__package__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", boot], cwd=course.folder, capture_output=True, text=True
    )
    assert done.stdout == "exercises.bad\n"
