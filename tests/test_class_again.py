"""A class graded again: comments that find their groups, regrades that replace nothing unasked."""

import csv
import re
import sqlite3
import time
import tomllib
from pathlib import Path

import classes
import pytest
from conftest import SOLUTION, Run, SmallCourse, run_grader

from grader.classroom.collect import Submitted
from grader.classroom.comments import Comments
from grader.classroom.grading import Graded
from grader.classroom.groups import Group
from grader.classroom.store import Store
from grader.contents.course import Course, UsageError
from grader.contents.mistakes import load_knowledge
from grader.report.verdict import ExerciseReport, NamedMistake

SUITE = '''\
from grader.expect import assert_close


class TestVector:
    """A vector"""

    points = 2

    def test_any(self, submission, rng):
        x = rng.normal(size=3)
        assert_close(submission.double(x), 2.0 * x)


class TestMatrix:
    """A matrix"""

    points = 1

    def test_columns(self, submission, rng):
        x = rng.normal(size=(2, 2))
        assert_close(submission.double(x), 2.0 * x)
'''
COMMENT = 'comment = """\nTwice x is not x + 2.\n[[ Sit down with *Ann*. ]]"""  # by me'


def file(body: str, who: str = "") -> str:
    return SOLUTION.replace("    return 2.0 * x\n", f"    # {who}\n    {body}\n")


FIRST = {
    "ann": file("return x + 2.0", "Ann"),
    "bob": file("y = x\n    return 2.0 + y", "Bob"),
    "cho": file("return x + 1.0 + 1.0", "Cho"),
    "dan": file("return x if x.ndim == 2 else 2.0 * x", "Dan"),
    "eve": file("return 2.0 * x", "Eve"),
    "fay": "def double(x:  # Fay\n",
}
SECOND = {
    "gil": file("return (x - 1.0) + 3.0", "Gil"),
    "hal": file("return x + 2.001", "Hal"),
    "ida": "def double(x;\n",
}


def grade(course: SmallCourse, hand_ins: dict[str, str], to: str, *options: str | Path) -> Run:
    classes.unpacked(
        {f"{who}/first.py": text.encode() for who, text in hand_ins.items()},
        course.folder / f"{to}-files",
    )
    command = ("class", f"{to}-files", "--to", to, "--jobs", "1", *options)
    run = run_grader(*command, folder=course.folder)
    assert (run.status, run.stderr) == (0, ""), run.stderr
    return run


def feedback(course: SmallCourse, to: str) -> dict[str, str]:
    files = (course.folder / to / "feedback").glob("*.md")
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def table(course: SmallCourse, path: str) -> list[dict[str, str]]:
    with (course.folder / path).open(encoding="utf-8-sig", newline="") as rows:
        return [*csv.DictReader(rows)]


@pytest.fixture(scope="module")
def course(small_course) -> SmallCourse:
    made: SmallCourse = small_course({"first": None})
    made.write("course/suites/bad/test_first.py", SUITE)
    return made


@pytest.fixture(scope="module")
def commented(course) -> SmallCourse:
    """A class of seed 1, whose instructor has written to those who add two."""
    grade(course, FIRST, "one", "--seed", "1")
    path = course.folder / "one" / "comments.toml"
    text = path.read_text(encoding="utf-8")
    assert not re.search("Ann|Bob|Cho|Dan|Eve|Fay", text)
    entries = tomllib.loads(text)["group"]
    assert [entry["code"][-1].strip() for entry in entries[:2]] == [
        "return x + 2.0", "return x if x.ndim == 2 else 2.0 * x"
    ]  # fmt: skip
    assert entries[2]["error"] == "SyntaxError" and "code" not in entries[2]
    assert text.count("\n#: 3 in the class of ") == 1 and "double(" in text
    path.write_text(text.replace('comment = ""', COMMENT, 1), encoding="utf-8")
    return course


def test_a_comment_reaches_its_group_in_this_class_and_in_a_later_one(commented):
    run = grade(commented, FIRST, "one")
    assert "0 graded now, 6 known before; seed 1" in run.stdout
    told = {who for who, text in feedback(commented, "one").items() if "Twice x" in text}
    assert told == {"ann", "bob", "cho"}
    page = (commented.folder / "one/class.html").read_text(encoding="utf-8")
    assert "<strong>3</strong> × bad/first" in page and "Sit down with *Ann*." in page
    before = (commented.folder / "one/comments.toml").read_text(encoding="utf-8")
    assert COMMENT in before

    grade(commented, SECOND, "two", "--seed", "2", "--comments", "one/comments.toml")
    told = {who for who, text in feedback(commented, "two").items() if "Twice x" in text}
    assert told == {"gil"}
    assert "\n> \\[\\[ Sit down" in feedback(commented, "two")["gil"]
    after = (commented.folder / "one/comments.toml").read_text(encoding="utf-8")
    first, second = (tomllib.loads(text)["group"] for text in (before, after))
    assert COMMENT in after and second[0] == first[0]
    assert second[1] == first[2]  # and what nobody wrote in or needs is gone
    assert [entry["code"][-1] for entry in second[2:]] == ["    return x + 2.001"]
    assert "an example" not in (commented.folder / "two/history.csv").read_text(encoding="utf-8")
    assert len(table(commented, "two/grades.csv")) == 3


def test_a_draft_becomes_a_mistake_and_the_comment_stays(commented):
    run = grade(commented, FIRST, "one", "--draft")
    draft = commented.folder / "one/drafts/bad/first.toml"
    assert str(draft.relative_to(commented.folder)) in run.stdout
    (entry,) = tomllib.loads(draft.read_text(encoding="utf-8"))["mistake"]
    assert (entry["replace"], entry["with"]) == ("return 2.0 * x", "return x + 2.0")
    assert entry["feedback"] == "Twice x is not x + 2. [[ Sit down with *Ann*. ]]"
    commented.write("course/mistakes/bad/first.toml", draft.read_bytes())
    (mistake,) = load_knowledge(Course.load(commented.folder).exercises[0]).mistakes
    run = run_grader("certify", "first", "--jobs", "1", folder=commented.folder)
    assert not re.search(r"first: .*(draft-1|The mistake)", run.stdout), run.stdout

    run = grade(commented, FIRST, "one", "--draft")
    assert "6 graded now" in run.stdout
    assert "0 verdicts differ from those given back, 6 do not" in run.stdout
    assert "No nameless group" in run.stdout
    page = (commented.folder / "one/class.html").read_text(encoding="utf-8")
    assert f"Known mistake: {mistake.name}." in page
    told = {who for who, text in feedback(commented, "one").items() if "Sit down" in text}
    assert told == {"ann", "bob", "cho"}
    grade(commented, SECOND, "three", "--seed", "9", "--comments", "one/comments.toml")
    told = {who for who, text in feedback(commented, "three").items() if "Sit down" in text}
    assert told == {"gil"}


def test_a_regrade_replaces_nothing_until_it_is_accepted(small_course):
    small = small_course({"first": None})
    small.write("course/suites/bad/test_first.py", SUITE)
    grade(small, FIRST, "class", "--seed", "5")
    before = table(small, "class/grades.csv")
    pages = feedback(small, "class")
    assert [row["total"] for row in before] == ["0", "0", "0", "2", "3", "0"]

    stricter = SUITE.replace(
        "class TestM",
        "    def test_more(self, submission):\n"
        "        assert submission.double(1.0) == 2.0\n\n\nclass TestM",
    ).replace("= 1", "= 4")
    small.write("course/suites/bad/test_first.py", stricter)
    small.write("class-files/dan/new.txt", "not a file of his for an exercise")
    for _ in range(2):
        run = grade(small, FIRST, "class")
        assert "6 verdicts differ" in run.stdout and "--accept" in run.stdout
        assert table(small, "class/grades.csv") == before
        assert feedback(small, "class").keys() == pages.keys()
        assert feedback(small, "class")["ann"] == pages["ann"]
    assert "0 graded now" in run.stdout
    assert "eve, bad/first: 3 → 6 points (suite). test_more not there → passed" in run.stdout
    changes = {row["student"]: row for row in table(small, "class/regrade.csv")}
    assert changes["dan"]["points_before"] == "2" and changes["dan"]["points_after"] == "0"
    assert changes["dan"]["changed"] == "suite"
    assert changes["dan"]["tests"] == "test_more not there → failed"

    run = grade(small, FIRST, "class", "--accept")
    assert "They have replaced" in run.stdout
    rows = {row["student"]: row for row in table(small, "class/grades.csv")}
    assert [rows[who]["total"] for who in ("dan", "eve")] == ["0", "6"]
    assert rows["eve"]["max_total"] == "6"
    past = [row for row in table(small, "class/history.csv") if row["student"] == "eve"]
    assert [(row["points"], row["given_back"]) for row in past] == [("3", "0"), ("6", "1")]

    run = grade(small, {**FIRST, "ann": FIRST["eve"]}, "class")  # new work counts at once
    assert "1 graded now" in run.stdout and "differ" not in run.stdout
    assert table(small, "class/grades.csv")[0]["total"] == "6"
    past = [row["points"] for row in table(small, "class/history.csv") if row["student"] == "ann"]
    assert past == ["0", "0", "6"]
    assert "regrade.csv" not in {path.name for path in (small.folder / "class").iterdir()}


def group(name: str, *codes: str) -> Group:
    """Hand-ins for bad/first with a known mistake of a name, or with none."""
    found = Group("bad/first", "First wrong: double(1)", (name,) if name else ())
    for number, code in enumerate(codes):
        report = ExerciseReport("bad/first", "T", "failed", "", 0, "")
        report.mistakes = [NamedMistake(name, "")] if name else []
        sources = {"bad/first": code.encode()}
        who = f"s{number}"
        found.members.append(Graded(Submitted(who, who), {"bad/first": report}, sources))
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_the_instructor_wrote_is_never_touched(tmp_path, end):
    path = tmp_path / "comments.toml"
    hostile = "x = 1\n[[group]]\ny = '\u202e\"\"\"', \"'''\"\nz = [\n'comment', '#: ']"
    fresh = Comments(path).updated([group("", hostile), group("known", "y = 1")], "today")
    assert [each["code"] for each in tomllib.loads(fresh)["group"]] != []
    written = fresh.replace("\n", end).replace("# What", "# Kim's. What")
    written = written.replace('comment = ""', "comment = 'no   such thing'  # mine", 1) + "# last"
    path.write_bytes(b"\xef\xbb\xbf" + written.encode())
    assert Comments(path).updated([], "tomorrow") == written  # nobody answers so, and it stays

    comments = Comments(path)
    (found,) = comments.attach([group("", "z = 0\n", hostile + "  # other words")])
    assert found.comments == ["no   such thing"]
    after, one = comments.updated([found], "tomorrow"), "1 in the class of today"
    assert after == written.replace(one, "2 in the class of tomorrow", 1)
    (found,) = Comments(path).attach([group("known", "z = 0")])
    assert found.comments == []


def test_a_file_of_a_mebibyte_is_no_example_and_costs_no_time(tmp_path):
    started = time.process_time()
    text = Comments(tmp_path / "comments.toml").updated([group("known", "a;" * 400_000)], "today")
    assert "code" not in tomllib.loads(text)["group"][0]
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "text",
    ["[[group]", "a = 1", "[[group]]\ncomment = 'x'", "[[group]]\nexercise = 1", "group = 3",
     "[[group]]\nexercise = 'a'\ncomment = \'\'\'\n[[group]]\n\'\'\'", "[group]\nexercise = 'a'",
     "[[group]]\nexercise = 'a'\ncode = 'x'\nother = 1", " [[group]]\nexercise = 'a'", "\xff"],
)  # fmt: skip
def test_a_file_that_cannot_be_kept_as_it_is_is_not_touched(tmp_path, text):
    path = tmp_path / "comments.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"comments\.toml"):
        Comments(path)


def test_verdicts_of_an_older_file_stay_and_are_those_given_back(commented, tmp_path):
    path = tmp_path / "verdicts.sqlite3"
    with sqlite3.connect(commented.folder / "one/verdicts.sqlite3") as now:
        rows = now.execute("SELECT * FROM verdict").fetchall()
    with sqlite3.connect(path) as old:
        old.executescript(
            "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
            "INSERT INTO setting VALUES ('version', '1'), ('seed', '1');"
            "CREATE TABLE verdict (student TEXT, exercise TEXT, files TEXT, suite TEXT,"
            " solution TEXT, seed INTEGER, engine TEXT, sha256 TEXT NOT NULL,"
            " confinement TEXT NOT NULL, report TEXT NOT NULL, graded REAL NOT NULL, PRIMARY KEY"
            " (student, exercise, files, suite, solution, seed, engine))"
        )
        marks = ", ".join("?" * 11)
        old.executemany(f"INSERT INTO verdict VALUES ({marks})", [row[:11] for row in rows])
    for _ in range(2):
        store = Store(path)
        told = store.history()
        assert len(told) == len(rows)
        assert sum(row[6] for row in told) == len({row[:3] for row in rows})
        store.close()


def test_whose_exercises_are_imported_is_said_once_for_a_class(small_course):
    small = small_course({"first": None, "second": None})
    files = {"kim/first.py": FIRST["ann"], "kim/second.py": "from first import double\n"}
    classes.unpacked({path: text.encode() for path, text in files.items()}, small.folder / "hw")
    command = ("class", "hw", "--jobs", "1")
    for options, points in (((), ["0", "3"]), (("--to", "own", "--imports", "own"), ["0", "0"])):
        run = run_grader(*command, *options, folder=small.folder)
        to = options[1] if options else "class"
        assert [*table(small, f"{to}/grades.csv")[0].values()][-2:] == points, run.stderr
    run = run_grader(*command, "--imports", "own", folder=small.folder)
    assert run.status == 2 and "graded with --imports reference" in run.stderr
    run = run_grader(*command, "--to", "own", folder=small.folder)
    assert "0 graded now, 2 known before" in run.stdout
