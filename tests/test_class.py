"""A class: graded with known outcomes, killed and taken up again, given back."""

import csv
import html
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import classes
import pytest
from conftest import SOLUTION, SUITE, SmallCourse, run_grader

from grader.classroom.collect import Attempt, Submitted
from grader.classroom.feedback import file_name, write_feedback
from grader.classroom.gradebook import fill, grades_csv
from grader.classroom.grading import ClassReport, Graded, chosen
from grader.classroom.store import Key, Keys, Store
from grader.contents.course import Course, UsageError
from grader.contents.handin import Target
from grader.report.stored import restored, stored
from grader.report.verdict import ExerciseReport

BODY = "    return 2.0 * x\n"
FLOOD = "    print('x' * 10**6)\n    return np.ones(2 * 10**6)\n"
VECTORS = SOLUTION.replace(BODY, "    return 2.0 * x if x.ndim == 1 else x\n")
WAYS = {
    "right": (SOLUTION, 3.0),
    "vectors only": (VECTORS, 2.0),
    "stub": (SOLUTION.replace(BODY, "    raise NotImplementedError\n"), 0.0),
    "hangs": (SOLUTION.replace(BODY, "    while True: pass\n"), 0.0),
    "crashes": (SOLUTION.replace(BODY, "    import os; os.abort()\n"), 0.0),
    "floods": (SOLUTION.replace(BODY, FLOOD), 0.0),
    "no Python": ("def double(x:\n", 0.0),
    "right again": ("# another\n" + SOLUTION, 3.0),
}
BOTH = {"bad/first": WAYS, "bad/second": WAYS}


def grades(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def verdicts(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Of every task: what came of each test, and when it was graded."""
    with sqlite3.connect(folder / "verdicts.sqlite3") as file:
        rows = file.execute("SELECT student, exercise, report, graded FROM verdict").fetchall()
    found = {}
    for student, exercise, text, graded in rows:
        report = restored(text)
        told = [(test.name, test.outcome, test.message) for test in report.tests]
        found[student, exercise] = (repr([report.score, report.sha256, told]), graded)
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def course(small_course) -> SmallCourse:
    made: SmallCourse = small_course({"first": None, "second": None})
    for name in ("first", "second"):
        suite = SUITE.replace("deadline = 1.0", "deadline = 0.4")
        made.write(f"course/suites/bad/test_{name}.py", suite)
    return made


@pytest.fixture(scope="module")
def graded(course) -> tuple[list[classes.Student], Path]:
    """A class of eight, graded by two judges."""
    students = classes.make(BOTH, 8)
    source = course.folder / "homework.zip"
    source.write_bytes(classes.packed(classes.canvas(students)))
    gradebook = course.folder / "export.csv"
    gradebook.write_bytes(classes.gradebook("Canvas", students, "6"))
    roster = course.folder / "roster.csv"
    roster.write_text(classes.roster(students), encoding="utf-8")
    to = course.folder / "two"
    run = run_grader(
        *("class", source, "--to", to, "--jobs", "2", "--seed", "7", "--roster", roster),
        *("--fill", gradebook),
        folder=course.folder,
    )
    assert (run.status, run.stderr) == (0, "")
    assert "16 graded now, 0 known before; seed 7" in run.stdout
    assert "homework.zip: read as Canvas." in run.stdout
    assert "Handed in nothing: Nobody Here" in run.stdout
    return students, to


def test_everyone_has_the_points_that_they_earned(graded):
    students, to = graded
    found = grades(to)
    for student in students:
        row = found[student.user]
        assert row["name"] == student.name and float(row["max_total"]) == 6
        points = {name: float(row[name]) for name in BOTH}
        assert points == student.points
        assert float(row["total"]) == sum(points.values())
    page = (to / "class.html").read_text("utf-8")
    assert "8 hand-ins" in page and "Over time: 1." in page and "Nobody Here" in page
    assert [*found["absent"].values()] == ["absent", "Nobody Here", "", "6", "", ""]


def test_the_gradebook_has_one_column_more_and_else_every_byte(graded):
    students, to = graded
    before = classes.gradebook("Canvas", students, "6").decode("utf-8-sig").splitlines()
    after = (to / "filled-export.csv").read_bytes().decode("utf-8-sig").splitlines()
    for n, (old, new) in enumerate(zip(before, after, strict=True)):
        inside = 3 <= n < 3 + len(students)
        total = f"{sum(students[n - 3].points.values()):g}" if inside else ""
        assert new == (old.replace(',"A, ""B""",,', f',"A, ""B""",{total},') if inside else old)


def test_a_second_call_does_nothing_and_one_judge_finds_the_same(course, graded):
    _, to = graded
    before, table = verdicts(to), (to / "grades.csv").read_bytes()
    source, roster = course.folder / "homework.zip", course.folder / "roster.csv"
    run = run_grader("class", source, "--to", to, "--roster", roster, folder=course.folder)
    assert "0 graded now, 16 known before; seed 7" in run.stdout, run.stderr
    assert verdicts(to) == before and (to / "grades.csv").read_bytes() == table
    one = course.folder / "one"
    run_grader(
        *("class", source, "--to", one, "--seed", "7", "--jobs", "1", "--exercise", "first"),
        folder=course.folder,
    )
    same = {key: told for key, (told, _) in before.items() if key[1] == "bad/first"}
    assert {key: told for key, (told, _) in verdicts(one).items()} == same


def test_the_attempt_that_was_chosen_counts_and_helper_files_travel(course):
    half = {"kim/first.py": SOLUTION.encode(), "kim/first-1.py": VECTORS.encode()}
    uses = SOLUTION.replace(BODY, "    from mine import two\n    return two * x\n")
    for folder in ("lee", "ann/exercises/bad"):
        half[f"{folder}/first.py"] = uses.encode()
        half[f"{folder}/mine.py"] = b"two = 2.0\n"
    classes.unpacked(half, course.folder / "attempts")
    to = course.folder / "attempted"
    for choice, points, graded in (("latest", "2", 3), ("best", "3", 1)):
        run = run_grader(
            *("class", "attempts", "--to", to, "--attempt", choice), folder=course.folder
        )
        assert f"{graded} graded now" in run.stdout, run.stderr
        totals = {who: row["total"] for who, row in grades(to).items()}
        assert totals == {"ann": "3", "kim": points, "lee": "3"}
    attempts = [Attempt("a.py", source, "", ("", 0, 0)) for source in (b"1", b"2")]
    assert chosen(attempts, "first") == attempts[:1]


def test_a_judge_that_dies_costs_one_verdict_which_is_tried_again(small_course):
    small = small_course({"first": None, "second": None})
    good = (small.folder / "course/suites/bad/test_second.py").read_text()
    deadly = good.replace("assert_close(sub", "import os; os.kill(os.getpid(), 9); (sub")
    small.write("course/suites/bad/test_second.py", deadly)
    right = {"bad/first": {"right": (SOLUTION, 3.0)}, "bad/second": {"right": (SOLUTION, 3.0)}}
    classes.unpacked(classes.folders(classes.make(right, 2)), small.folder / "hw")
    run = run_grader("class", "hw", folder=small.folder)
    assert run.status == 3 and "The judge of bad/second was lost" in run.stderr
    for row in grades(small.folder / "class").values():
        assert (row["total"], row["bad/first"], row["bad/second"]) == ("", "3", "")
    small.write("course/suites/bad/test_second.py", good)
    run = run_grader("class", "hw", folder=small.folder)
    assert (run.status, run.stderr) == (0, "") and "2 graded now, 2 known before" in run.stdout
    assert all(row["total"] == "6" for row in grades(small.folder / "class").values())


def test_a_change_touches_only_the_verdicts_that_depend_on_it(small_course):
    small = small_course({"first": None, "second": None})
    course = Course.load(small.folder)

    def keys(seed: int = 0) -> list[Key]:
        target = Target.find(course, "solutions")
        tasks = [target.task(course, exercise, "reference") for exercise in course.exercises]
        tasks = [replace(task, files={"x": ("x.py", b"")}, outside={}) for task in tasks]
        return [Keys(course, seed).key("kim", task) for task in tasks]

    before = keys()
    assert keys() == before
    assert not set(keys(1)) & set(before)
    for path in ("course/suites/bad/test_second.py", "solutions/bad/second.py"):
        small.write(path, (small.folder / path).read_bytes() + b"# changed\n")
        first, second = keys()
        assert first == before[0] and second != before[1]
        before = [first, second]
    small.write("course/mistakes/bad/first.toml", "hints = []\n")
    assert keys()[0] != before[0] and keys()[1] == before[1]


def test_killed_at_any_moment_nothing_is_lost_and_nothing_done_twice(course):
    slow = SOLUTION.replace(BODY, "    import time; time.sleep(0.1)\n" + BODY)
    students = classes.make({"bad/first": {"slow": (slow, 3.0)}}, 12)
    classes.unpacked(classes.folders(students), course.folder / "slow")
    to = course.folder / "killed"
    command = [sys.executable, "-m", "grader", "class", "slow", "--to", str(to), "--jobs", "2"]
    process = subprocess.Popen(command, cwd=course.folder, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    before: dict[tuple[str, str], tuple[str, str]] = {}
    while len(before) < 3 and time.monotonic() < end:
        time.sleep(0.02)
        if (to / "verdicts.sqlite3").exists():
            try:
                before = verdicts(to)
            except sqlite3.OperationalError:  # not made yet
                continue
    with pytest.raises(UsageError, match="Another command is grading"):
        Store(to / "verdicts.sqlite3")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = verdicts(to)
    assert 3 <= len(before) < 12
    run = run_grader("class", "slow", "--to", to, "--jobs", "1", folder=course.folder)
    assert f"{12 - len(before)} graded now, {len(before)} known before" in run.stdout
    after = verdicts(to)
    assert len(after) == 12 and {key: after[key] for key in before} == before
    assert all(row["total"] == "3" for row in grades(to).values())
    seeds = sqlite3.connect(to / "verdicts.sqlite3").execute("SELECT DISTINCT seed FROM verdict")
    ((seed,),) = seeds.fetchall()
    assert f"seed {seed}" in run.stdout


# Of here on, nothing is graded.


def report_of(
    course: SmallCourse, students: list[classes.Student], keys: bool = True
) -> ClassReport:
    """A class as grading would leave it, each with a point more than the one before."""
    found = []
    for place, s in enumerate(students):
        handin = Submitted(s.user, str(s.number), s.name, keys=frozenset({s.user} if keys else ()))
        exercise = ExerciseReport("bad/first", "", "partial", "", 0, "", 0, place + 0.5, 8.0)
        found.append(Graded(handin, {"bad/first": exercise}))
    return ClassReport(Course.load(course.folder), found, {"bad/first": 8.0}, 0, "none")


@pytest.mark.parametrize("system", ["Canvas", "Moodle", "Blackboard", "Brightspace"])
def test_every_gradebook_is_filled_in_one_column(course, tmp_path, system):
    students = classes.make(BOTH, 8)
    path = tmp_path / "export.csv"
    path.write_bytes(classes.gradebook(system, students, "8"))
    filled = fill(path, report_of(course, students))
    assert (filled.system, filled.count, filled.unmatched) == (system, 8, [])
    encoding = "utf-16-le" if system == "Blackboard" else "utf-8"
    text = filled.content.decode(encoding)
    for place in range(8):
        value = f"{place},5" if system == "Moodle" else f"{place}.5"
        cell = f'"{value}"' if system in ("Moodle", "Blackboard") else value
        assert text.count(cell) == 1
        text = text.replace(cell, '""' if system == "Blackboard" else "")
    assert text.encode(encoding) == path.read_bytes()


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8-sig", ";"), ("cp949", ","), ("cp1252", ";"), ("utf-16", "\t")],
)
@pytest.mark.parametrize("system", ["Canvas", "Moodle", "Brightspace"])
def test_a_gradebook_that_excel_has_saved_is_filled_as_it_came(
    course, tmp_path, system, encoding, delimiter
):
    everyone = classes.make(BOTH, 40)
    students = [s for s in everyone if s.name in s.name.encode(encoding, "ignore").decode(encoding)]
    text = classes.gradebook(system, students, "8").decode("utf-8-sig").replace("\r\n", "\n")
    rows = [*csv.reader(text.splitlines(keepends=True))]
    with (tmp_path / "e.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    before = (tmp_path / "e.csv").read_bytes().decode(encoding)
    filled = fill(tmp_path / "e.csv", report_of(course, students), out_of=8.0)
    assert (filled.count, filled.unmatched) == (len(students), [])
    after = filled.content.decode(encoding)
    for place in range(len(students)):
        value = f"{place},5" if system == "Moodle" else f"{place}.5"
        value = f'"{value}"' if delimiter in value else value
        places = [f"{delimiter}{value}{end}" for end in (delimiter, "\r\n")]
        (found,) = [each for each in places if each in after]
        after = after.replace(found, found.replace(value, ""), 1)
    assert after == before
    assert filled.content[:2] == (tmp_path / "e.csv").read_bytes()[:2]


def test_trailing_cells_that_excel_leaves_away_are_put_back(course, tmp_path):
    students = classes.make(BOTH, 3)
    header = "LastName,FirstName,ID,SIS Login ID,Section,Old (7),Homework 1 (9)\r\n"
    lines = [f"L{s.number},F,{s.number},{s.user},A\r\n" for s in students]
    path = tmp_path / "e.csv"
    path.write_bytes("".join([header, '"    Points Possible",,,,,9,8\r\n', *lines]).encode())
    content = fill(path, report_of(course, students), "Homework 1").content.decode()
    told = [f"{line[:-2]},,{place}.5\r\n" for place, line in enumerate(lines)]
    assert content == "".join([header, '"    Points Possible",,,,,9,8\r\n', *told])


def test_sums_are_not_filled_and_the_excused_stay_excused(course, tmp_path):
    students = classes.make(BOTH, 2)
    path = tmp_path / "e.csv"
    titles = ["Homework 1 [Total Pts: 1,008 Score] |55", "Total [Total Pts: up to 9 Score] |56"]
    rows = [["Last Name", "First Name", "Username", *titles]]
    rows += [["L", "F", s.user, "", "3"] for s in students]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(UsageError, match="goes up to 1008"):
        fill(path, report_of(course, students))
    path.write_text(f"Student,ID,Section,HW (1)\nA,1000,,EX\nB,{students[1].number},,\n")
    filled = fill(path, report_of(course, students))
    assert filled.content.decode().endswith("A,1000,,EX\nB,1001,,1.5\n")
    assert len(filled.unmatched) == 1 and "has EX" in filled.unmatched[0]


def test_another_maximum_is_asked_about_and_scaled(course, tmp_path):
    students = classes.make(BOTH, 4)
    path = tmp_path / "export.csv"
    path.write_bytes(classes.gradebook("Canvas", students, "100"))
    report = report_of(course, students)
    with pytest.raises(UsageError, match="--out-of 100 scales"):
        fill(path, report)
    assert b",18.75," in fill(path, report, out_of=100).content
    assert b",1.5," in fill(path, report, out_of=8).content
    with pytest.raises(UsageError, match="No column"):
        fill(path, report, "Homework 2")


def test_who_cannot_be_told_apart_is_listed_and_left(course, tmp_path):
    students = classes.make(BOTH, 3)
    report = report_of(course, students, keys=False)
    twins = [classes.Student(50 + n, f"x{n}", "김민수", {}) for n in range(2)]
    path = tmp_path / "export.csv"
    others = [*twins, classes.Student(9, "z", "Mary-Ann O'Neil", {})]
    path.write_bytes(classes.gradebook("Moodle", others, "8"))
    filled = fill(path, report)
    assert filled.count == 1 and '"1,5"' in filled.content.decode()
    assert [told.split(" (")[0] for told in filled.unmatched] == ["김민수", "이 서연"]


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"]
)
def test_no_cell_of_ours_is_a_formula(course, tmp_path, name):
    report = report_of(course, classes.make(BOTH, 1))
    report.students[0].handin.name = report.students[0].handin.student = name
    row = [*csv.reader(grades_csv(report).splitlines())][1]
    assert all(cell[0] not in "=+-@\t\r＝" for cell in row)


def test_feedback_shows_as_much_as_the_instructor_wants(graded, course, tmp_path):
    students, to = graded
    half = next(s for s in students if s.points["bad/first"] == 2)
    written = to / "feedback" / f"{file_name(half.user)}.html"
    page = html.unescape(written.read_text("utf-8"))
    assert "test_columns" in page and "returned" not in page and half.name in page
    with sqlite3.connect(to / "verdicts.sqlite3") as file:
        query = "SELECT report FROM verdict WHERE student = ? AND exercise = 'bad/first'"
        (text,) = file.execute(query, (str(half.number),)).fetchone()
    kept = restored(text)
    assert stored(kept) == text
    report = report_of(course, [half])
    report.students[0].reports["bad/first"] = kept
    ways = ("points", "names", "values")
    shown = {}
    for show in ways:
        write_feedback(report, tmp_path / show, show)
        (page,) = (tmp_path / show).glob("*.html")
        shown[show] = html.unescape(page.read_text("utf-8"))
    assert "A matrix" in shown["points"] and "test_columns" not in shown["points"]
    assert "test_columns" in shown["names"] and "expected" not in shown["names"]
    assert "double(" in shown["values"] and "expected" in shown["values"]


def test_a_name_is_text_and_no_path_in_feedback(course, tmp_path):
    report = report_of(course, classes.make(BOTH, 2))
    hostile = "../../<script>alert(1)</script>\x1b[2J`*_"
    report.students[0].handin.student = report.students[0].handin.name = hostile
    report.students[1].handin.student = "NUL"
    write_feedback(report, tmp_path / "feedback", "values")
    files = sorted(file.name for file in (tmp_path / "feedback").iterdir())
    assert len(files) == 4 and not any(re.match(r"(?i)nul\.", name) for name in files)
    assert [*tmp_path.iterdir()] == [tmp_path / "feedback"]
    assert file_name(file_name("k!m")) != file_name("k!m")  # which somebody may be called
    for name in files:
        text = (tmp_path / "feedback" / name).read_text("utf-8")
        assert "<script>" not in text and "\x1b" not in text
