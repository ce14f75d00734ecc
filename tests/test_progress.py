"""Progress survives whatever happens to its file, and never decides anything."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION

from grader.contents.course import Exercise
from grader.learner import progress_file
from grader.learner.progress import Progress, Standing, sha256_of
from grader.learner.progress_file import FILE
from grader.report.verdict import ExerciseReport, Status

EXERCISE = "bad/doubling"


class Learner:
    """A folder with progress, and the sentences about it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self.warnings: list[str] = []
        self.exercise = Exercise(EXERCISE, "Doubling", folder)
        self.progress = Progress(folder, self.warnings.append)

    def grade(self, sha256: str, status: Status) -> None:
        self.progress.note([ExerciseReport(EXERCISE, "Doubling", status, sha256, 3, "doubling.py")])

    @property
    def standing(self) -> Standing:
        return self.progress.standing(self.exercise)

    @property
    def put_away(self) -> list[Path]:
        return sorted(self.file.parent.glob(f"{FILE}.damaged-*"))


@pytest.fixture
def learner(tmp_path):
    return Learner(tmp_path)


def test_nothing_is_known_at_first(learner):
    assert learner.standing == Standing()
    assert learner.progress.standings() == {}
    assert not learner.file.exists(), "asking leaves no file behind"


def test_an_attempt_is_a_version_of_the_file(learner):
    for sha256, status in [
        ("stub", "not started"),
        ("a", "error"),
        ("b", "failed"),
        ("b", "failed"),
        ("c", "solved"),
    ]:
        learner.grade(sha256, status)
    standing = learner.standing
    assert standing.attempts == 3
    assert standing.verdicts == {
        "stub": "not started",
        "a": "error",
        "b": "failed",
        "c": "solved",
    }
    (first,) = learner.progress.first_solutions()
    assert first.at == standing.first_solved and first.gradings == 3


def test_first_solved_stays(learner):
    learner.grade("a", "solved")
    solved = learner.standing.first_solved
    learner.grade("b", "failed")
    learner.grade("a", "failed")  # a later suite sees more
    learner.grade("c", "solved")
    assert learner.standing.first_solved == solved
    assert learner.standing.verdicts["a"] == "failed"


def test_a_missing_file_is_no_attempt(learner):
    learner.grade("", "error")
    assert learner.standing == Standing()


def test_status_is_that_of_the_file_as_it_is_now(learner):
    learner.exercise.file.parent.mkdir(parents=True)
    learner.exercise.file.write_text("one")
    learner.grade(sha256_of(learner.exercise.file), "solved")
    assert learner.standing.status_of(learner.exercise) == "solved"
    learner.exercise.file.write_text("two")
    assert learner.standing.status_of(learner.exercise) is None
    learner.exercise.file.unlink()
    assert learner.standing.status_of(learner.exercise) is None


def test_hints_are_counted_up_to_the_last(learner):
    assert [learner.progress.take_hint(learner.exercise, 2) for _ in range(4)] == [1, 2, 2, 2]
    assert learner.standing.hints == 2


def test_solution_is_noted_once(learner):
    learner.progress.note_solution(learner.exercise)
    learner.progress.note_solution(learner.exercise)
    learner.grade("a", "solved")
    assert [first.shown for first in learner.progress.first_solutions()] == [1]


def test_deleted_file_is_begun_anew(learner):
    learner.grade("a", "solved")
    learner.file.unlink()
    learner.grade("b", "failed")
    assert learner.standing.verdicts == {"b": "failed"}
    assert learner.warnings == []


def test_empty_file_is_a_new_one(learner):
    learner.file.touch()
    learner.grade("a", "solved")
    assert learner.standing.attempts == 1
    assert learner.warnings == []


def damage_all(file):
    file.write_bytes(b"no database at all" * 100)


def damage_the_end(file):
    with file.open("r+b") as data:
        data.truncate(6000)


def damage_the_tables(file):
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.parametrize("damage", [damage_all, damage_the_end, damage_the_tables])
def test_damaged_file_is_put_away(learner, damage):
    for number in range(100):
        learner.grade(f"old {number}", "failed")
    damage(learner.file)
    learner.grade("a", "solved")
    assert learner.standing.verdicts == {"a": "solved"}
    assert len(learner.put_away) == len(learner.warnings) == 1
    assert os.path.relpath(learner.put_away[0]) in learner.warnings[0]
    assert "Your exercises are not affected." in learner.warnings[0]


def change(file, *statements):
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_file_from_a_newer_version_stays_as_it_is(learner):
    learner.grade("a", "solved")
    change(learner.file, "CREATE TABLE later (x)", "PRAGMA user_version = 99")
    before = learner.file.read_bytes()
    for _ in range(2):
        learner.grade("b", "failed")
    assert learner.standing.verdicts == {"a": "solved", "b": "failed"}, "this run remembers"
    assert learner.file.read_bytes() == before
    assert learner.put_away == []
    (warning,) = learner.warnings
    assert "newer version of this course" in warning


def test_a_file_of_foreign_tables_is_no_damage(learner):
    change(learner.file, "CREATE TABLE attempt (x)", "INSERT INTO attempt VALUES (1)")
    before = learner.file.read_bytes()
    learner.grade("a", "solved")
    assert learner.standing.verdicts == {"a": "solved"}
    assert (learner.file.read_bytes(), learner.put_away) == (before, [])
    (warning,) = learner.warnings
    assert warning.startswith("Your progress cannot be saved (")


RATINGS = "CREATE TABLE rating (exercise TEXT NOT NULL PRIMARY KEY, stars INTEGER NOT NULL)"
FOUR = "INSERT INTO rating SELECT DISTINCT exercise, 4 FROM attempt"


def test_a_newer_version_upgrades_the_file(learner, monkeypatch):
    learner.grade("a", "solved")
    steps = (*progress_file.MIGRATIONS, (RATINGS,), (FOUR,))
    monkeypatch.setattr(progress_file, "MIGRATIONS", steps)
    learner.grade("b", "failed")
    assert learner.standing.verdicts == {"a": "solved", "b": "failed"}
    assert learner.warnings == learner.put_away == []
    with closing(sqlite3.connect(learner.file)) as connection:
        assert connection.execute("SELECT * FROM rating").fetchall() == [(EXERCISE, 4)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps),)


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(learner, monkeypatch):
    learner.grade("a", "solved")
    before = learner.file.read_bytes()
    steps = (*progress_file.MIGRATIONS, (RATINGS, FOUR.replace("4", "NULL")))
    monkeypatch.setattr(progress_file, "MIGRATIONS", steps)
    learner.grade("b", "failed")
    assert learner.standing.verdicts == {"b": "failed"}, "this run remembers"
    assert (learner.file.read_bytes(), learner.put_away) == (before, [])
    (warning,) = learner.warnings
    assert warning.startswith("Your progress cannot be saved (NOT NULL constraint failed")


def test_a_new_file_has_every_version_s_tables(learner, monkeypatch):
    monkeypatch.setattr(progress_file, "MIGRATIONS", (*progress_file.MIGRATIONS, (RATINGS,)))
    learner.grade("a", "solved")
    change(learner.file, "INSERT INTO rating VALUES ('x', 1)")
    assert learner.warnings == []


def test_locked_file_is_one_warning(learner, monkeypatch):
    learner.grade("a", "solved")
    monkeypatch.setattr(progress_file, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(learner.file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        learner.grade("b", "failed")
        assert learner.progress.take_hint(learner.exercise, 3) == 1
        assert learner.progress.take_hint(learner.exercise, 3) == 2
    (warning,) = learner.warnings
    assert warning.startswith("Your progress cannot be saved (database is locked).")


def test_folder_that_cannot_be_written_is_one_warning(tmp_path):
    learner = Learner(tmp_path / "nowhere")
    learner.grade("a", "solved")
    learner.grade("b", "failed")
    assert learner.standing.attempts == 2, "this run still remembers"
    (warning,) = learner.warnings
    assert warning.startswith("Your progress cannot be saved (unable to open")


FULL_DISK = """
import resource, sys
from pathlib import Path
from grader.contents.course import Exercise
from grader.learner.progress import Progress

progress = Progress(Path("."), print)
exercise = Exercise("bad/doubling", "Doubling", Path("."))
print(progress.take_hint(exercise, 9))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(progress.take_hint(exercise, 9))
print(progress.take_hint(exercise, 9))
"""


def run_script(script: str, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_full_disk_is_one_warning_and_this_run_goes_on(learner):
    stdout, stderr = run_script(FULL_DISK, learner.file.parent).communicate(timeout=60)
    first, warning, second, third = stdout.splitlines()
    assert warning.startswith("Your progress cannot be saved (")
    assert [first, second, third] == ["1", "2", "3"]
    assert stderr == ""
    assert learner.standing.hints == 1


MANY_HINTS = """
from pathlib import Path
from grader.contents.course import Exercise
from grader.learner.progress import Progress

progress = Progress(Path("."), print)
exercise = Exercise("bad/doubling", "Doubling", Path("."))
for _ in range(20):
    progress.take_hint(exercise, 1000)
"""


def test_two_runs_at_once_lose_nothing(learner):
    runs = [run_script(MANY_HINTS, learner.file.parent) for _ in range(3)]
    assert [run.communicate(timeout=60) for run in runs] == [("", "")] * 3
    assert learner.standing.hints == 60


def test_grade_notes_exercises_only(small_course):
    course = small_course({"doubling": SOLUTION, "second": SOLUTION.replace("2.0 *", "3.0 *")})
    course.grade("--target", "solutions")
    assert not (course.folder / FILE).exists()
    course.grade()
    standings = Progress(course.folder, print).standings()
    assert standings["bad/doubling"].first_solved
    assert standings["bad/second"].attempts == 1
    assert not standings["bad/second"].first_solved


def test_progress_never_decides_a_verdict(small_course):
    course = small_course({"doubling": SOLUTION.replace("2.0 *", "3.0 *")})
    file = course.folder / "exercises" / "bad" / "doubling.py"
    report = ExerciseReport(EXERCISE, "Doubling", "solved", sha256_of(file), 3, "", score=3.0)
    Progress(course.folder, print).note([report])
    assert course.grade("--format", "json").exercises["doubling"]["status"] == "failed"


def test_grade_with_a_damaged_file_says_so_once(small_course):
    course = small_course({"doubling": SOLUTION})
    course.write(FILE, b"no database at all" * 100)
    run = course.grade()
    assert run.status == 0
    assert "doubling is solved." in run.stdout
    assert run.stderr.startswith("The progress file could not be read: it is kept as .progress")
    assert len(run.stderr.splitlines()) == 1
    assert course.grade().stderr == ""
