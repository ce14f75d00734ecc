"""Today's katas as a learner does them, in a terminal; and what the command says."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from conftest import SOLUTION, SmallCourse, run_grader
from test_watch import Terminal

from grader.contents.stubs import stub_of
from grader.learner.progress import KataRecord, Progress
from grader.learner.progress_file import FILE
from grader.learner.workshop import BLANK
from grader.report.verdict import ExerciseReport

NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
OWN = SOLUTION.replace("return 2.0 * x", "return x * 2.0").replace(
    "import numpy as np\n", "import numpy as np\n\nfrom .helper import nothing\n"
)
MISTAKES = """\
hints = ["Think of twice.", "2.0 * x."]
section = "doubling"

[[mistake]]
name = "three-times"
replace = "2.0 * x"
with = "3.0 * x"
feedback = "Twice is 2, not 3."
"""
KEYS = "g give up"
# Days ago on which it was solved and practised, and so the form that is due today.
HISTORY = {"one": (30,), "two": (38, 36), "three": (300, 298, 287, 241)}


class KataTerminal(Terminal):
    command = "kata"


@contextmanager
def practising(course: SmallCourse, *arguments: str) -> Iterator[Terminal]:
    terminal = KataTerminal(course, *arguments, columns=100)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()


@pytest.fixture
def course(small_course) -> SmallCourse:
    """A learner with ten solved exercises: three are due today, the others were solved today."""
    course = small_course(dict.fromkeys(NAMES, OWN))
    course.write("exercises/bad/two.py", SOLUTION)
    course.write("exercises/bad/helper.py", "nothing = None\n")
    progress = Progress(course.folder, pytest.fail)
    for name in NAMES:
        course.write(f"course/mistakes/bad/{name}.toml", MISTAKES)
        progress.note([ExerciseReport(f"bad/{name}", "Doubling", "solved", "sha", 2, "")])
    for name, days in HISTORY.items():
        first, *others = [(datetime.now(UTC) - timedelta(day)).isoformat() for day in days]
        with closing(sqlite3.connect(course.folder / FILE)) as connection, connection:
            change = "UPDATE attempt SET first_at = ?, solved_at = ? WHERE exercise = ?"
            connection.execute(change, (first, first, f"bad/{name}"))
        for at in others:
            done = {"gradings": 1, "rating": 3, "ended_at": at}
            progress.note_kata(KataRecord(f"bad/{name}", at, "gap", "", True, "", "", **done))
    return course


def text(course: SmallCourse, name: str) -> str:
    return (course.folder / f"katas/bad/{name}.py").read_text()


def save(course: SmallCourse, name: str, content: str) -> None:
    course.write(f"katas/bad/{name}.py", content)


def test_todays_katas_and_tomorrows(course):
    listed = run_grader("kata", "--list", folder=course.folder).stdout
    assert listed.count("today") - listed.count("to you today") == 3
    with practising(course) as terminal:
        for number in (1, 2, 3):
            terminal.see(f"Kata {number} of 3:", KEYS)
            name = terminal.screen.partition("bad/")[2].partition(",")[0]
            if name == "one":
                terminal.see("Fill the gap: katas/bad/one.py is your own solution.")
                assert BLANK in text(course, "one")
                terminal.press("h")
                terminal.see("1. Think of twice.", "One hint taken: the kata will count as hard.")
                save(course, "one", OWN)
                terminal.see("Solved in", "bad/one comes again on")
            elif name == "two":
                terminal.see("Find the bug: katas/bad/two.py is your own solution", "0 of 3 points")
                assert text(course, "two") == SOLUTION.replace("2.0 *", "3.0 *")
                assert "Twice is 2" not in terminal.screen
                save(course, "two", SOLUTION)
                terminal.see("The mistake was three-times. Twice is 2, not 3.")
                terminal.see("exercises/bad/README.md#doubling", "no more lines than it takes")
            else:
                terminal.see("From memory: katas/bad/three.py is the stub again.")
                assert text(course, "three") == stub_of(SOLUTION)
                save(course, "three", SOLUTION.replace("2.0 *", "4.0 *"))
                terminal.see("0 of 3 points", "every save is graded")
                save(course, "three", SOLUTION)
                terminal.see("3 of 3 points", "bad/three comes again on")
            if number < 3:
                terminal.see("The next kata is bad/")
                terminal.press("n")
        terminal.see("That was the last kata of today.", "Next due: bad/")
        terminal.press("n")
        assert terminal.ends() == 0
        assert terminal.modes == terminal.before
    for name in NAMES:
        written = (course.folder / f"exercises/bad/{name}.py").read_text()
        assert written == (SOLUTION if name == "two" else OWN)
    with closing(sqlite3.connect(course.folder / FILE)) as connection:
        what = "SELECT exercise, rating, hints, gradings FROM kata WHERE ended_at > ?"
        just_now = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        rows = sorted(connection.execute(what, (just_now,)).fetchall())
    assert rows == [("bad/one", 2, 1, 1), ("bad/three", 3, 0, 2), ("bad/two", 3, 0, 1)]
    again = run_grader("kata", folder=course.folder)
    assert again.status == 0
    assert "Nothing is left to practise today.\nNext due: bad/" in again.stdout
    assert "kata --more 1" in again.stdout
    assert "The last twelve weeks" in run_grader("list", folder=course.folder).stdout


def test_skipped_left_taken_up_and_given_up(course):
    with practising(course) as terminal:
        terminal.see("Kata 1 of 3: bad/one", KEYS)
        save(course, "one", text(course, "one").replace(BLANK, "0.0"))
        terminal.see("0 of 3 points")
        terminal.press("s")
        terminal.see("bad/one is skipped: nothing is counted, and it stays due.", "Kata 2 of 3")
        terminal.press("q")
        assert terminal.ends() == 0
    # The learner's own file does not pass any more: what was begun goes on all the same.
    course.write("exercises/bad/one.py", stub_of(SOLUTION))
    with practising(course) as terminal:
        terminal.see("Kata 1 of 3: bad/one", "You began this kata before", "0 of 3 points")
        assert "0.0" in text(course, "one")
        (course.folder / "katas/bad/one.py").unlink()
        terminal.see("katas/bad/one.py was gone: it is there again, as it was given.")
        assert BLANK in text(course, "one")
        terminal.press("n")
        terminal.see("This kata is not done yet.")
        terminal.press("g")
        terminal.see("Press g again to see the answer.")
        terminal.press("g")
        terminal.see("+ return x * 2.0", "That is the answer", "bad/one comes again")
        terminal.press("h")
        terminal.see("This kata is done. Press n to go on, or q to end.")
        terminal.press("l")
        terminal.see("exercise", "recall", "q: back")
        terminal.press("q")
        terminal.see("That is the answer")
        terminal.press("\x03")
        assert terminal.ends() == 130
    with closing(sqlite3.connect(course.folder / FILE)) as connection:
        rated = "SELECT rating FROM kata WHERE exercise = 'bad/one' AND ended_at IS NOT NULL"
        assert connection.execute(rated).fetchall() == [(1,)]


def test_exercise_that_has_changed_since(course):
    """A suite that the old kata passes, a file that the new suite refuses."""
    with practising(course) as terminal:
        terminal.see("Kata 1 of 3: bad/one", KEYS)
        terminal.press("q")
        terminal.ends()
    tripled = SOLUTION.replace("2.0 *", "3.0 *").replace("[2., 4.]", "[3., 6.]")
    course.write("solutions/bad/one.py", tripled)
    suite = (course.folder / "course/suites/bad/test_one.py").read_text()
    suite = suite.replace("[2.0, 4.0]", "[3.0, 6.0]").replace("[[6.0], [-2.0]]", "[[9.0], [-3.0]]")
    course.write("course/suites/bad/test_one.py", suite)
    course.write("course/mistakes/bad/one.toml", "")
    with practising(course) as terminal:
        terminal.see("The exercise has changed since you began its last kata")
        terminal.see("exercises/bad/one.py does not pass its tests as it is now")
        save(course, "one", tripled)
        terminal.see("Solved in")
        course.write("solutions/bad/two.py", SOLUTION.replace("2.0 *", "5.0 *"))
        course.write("exercises/bad/two.py", OWN.replace("* 2.0", "* 5.0"))
        terminal.press("n")
        terminal.see("There is no kata of bad/two today", "Kata 3 of 3: bad/three")


def test_pipe_goes_from_kata_to_kata(course):
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "kata"],
        cwd=course.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        for name in ("one", "two", "three"):
            while f"bad/{name}.py" not in said:
                said += process.stdout.readline()
            save(course, name, SOLUTION)
        assert process.wait(60) == 0
        said += process.stdout.read()
    finally:
        process.kill()
        process.wait()
    assert said.count("Solved in") == 3
    assert "Next due: bad/" in said and "\x1b" not in said


def test_nothing_is_solved_or_the_progress_is_deleted(small_course):
    course = small_course({"doubling": SOLUTION})
    none = run_grader("kata", folder=course.folder)
    assert none.status == 2
    assert "No exercise is known to be solved yet" in none.stderr and "grader grade" in none.stderr
    assert not (course.folder / FILE).exists()
    named = run_grader("kata", "doubling", folder=course.folder)
    assert (named.status, named.stdout) == (2, "")
