"""hint, reset, solution and list: what they say, and that nothing of a learner's is lost."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION, Run, SmallCourse, run_grader

from grader.contents import writing
from grader.contents.course import Course, Exercise, UsageError
from grader.contents.stubs import stub_of
from grader.learner import workshop

STUB = stub_of(SOLUTION)
WRONG = SOLUTION.replace("2.0 *", "3.0 *")
CALL = f"{sys.executable} -m grader"  # what this reader can type
HINTS = 'hints = ["Think of twice.", "Multiply by two.", "It is 2.0 * x."]\n'
FILE = "exercises/bad/doubling.py"


@pytest.fixture
def course(small_course):
    course = small_course({"doubling": STUB, "second": STUB, "third": STUB})
    course.write("course/mistakes/bad/doubling.toml", HINTS)
    return course


def run(course: SmallCourse, *arguments: str, **variables: str) -> Run:
    return run_grader(*arguments, folder=course.folder, variables=variables)


def read(course: SmallCourse, path: str = FILE) -> str:
    return (course.folder / path).read_text(encoding="utf-8")


def backups(course: SmallCourse) -> list[Path]:
    return sorted((course.folder / "exercises/bad/.backups").glob("*"))


def files(course: SmallCourse) -> list[str]:
    """All that lies in the chapter's folder."""
    return sorted(os.listdir(course.folder / "exercises/bad"))


# Hints


def test_one_more_hint_each_time(course):
    first, second, third, fourth = (run(course, "hint", "doubling").stdout for _ in range(4))
    assert first.splitlines() == [
        "doubling, hint 1 of 3",
        "1. Think of twice.",
        "If that is not enough, ask for the next hint.",
    ]
    assert second.splitlines()[:3] == [
        "doubling, hint 2 of 3",
        "1. Think of twice.",
        "2. Multiply by two.",
    ]
    assert third.splitlines()[3:] == [
        "3. It is 2.0 * x.",
        "This was the last hint. The solution is shown by:",
        f"    {CALL} solution doubling --yes",
    ]
    assert fourth == third


def test_hint_for_the_first_open_exercise(course):
    assert run(course, "hint").stdout.startswith("doubling, hint 1")
    course.write(FILE, SOLUTION)
    course.grade("doubling")
    course.write("course/mistakes/bad/second.toml", HINTS)
    assert run(course, "hint").stdout.startswith("second, hint 1")


def test_hint_when_all_is_solved(course):
    for name in ("doubling", "second", "third"):
        course.write(f"exercises/bad/{name}.py", SOLUTION)
    course.grade()
    done = run(course, "hint")
    assert (done.status, done.stderr) == (
        2,
        "Every exercise is solved. Name the one that you want a hint for, for example:\n"
        f"    {CALL} hint third\n",
    )


@pytest.mark.parametrize("content", [None, "hints = []\n", "hints = [\n"])
def test_no_hints_is_one_sentence(course, content):
    if content is not None:
        course.write("course/mistakes/bad/second.toml", content)
    done = run(course, "hint", "second")
    assert done.status == 2
    assert len(done.stderr.splitlines()) == 1


# Reset


def test_a_file_that_is_gone_can_be_had_back(course):
    (course.folder / FILE).unlink()
    graded = run(course, "grade", "doubling")
    assert "exercises/bad/doubling.py is missing.\n" in graded.stdout
    assert f"  To have its stub back:\n      {CALL} reset doubling\n" in graded.stdout
    assert run(course, "reset", "doubling").status == 0 and read(course) == STUB


def test_reset_keeps_a_backup_and_undo_brings_it_back(course):
    course.write(FILE, WRONG)
    done = run(course, "reset", "doubling")
    (backup,) = backups(course)
    assert done.stdout.splitlines() == [
        f"{FILE} is the stub again. What was in it is kept as "
        f"exercises/bad/.backups/{backup.name}.",
        "To have it as it was:",
        f"    {CALL} reset doubling --undo",
    ]
    assert read(course) == STUB
    assert backup.read_text(encoding="utf-8") == WRONG
    assert run(course, "reset", "doubling", "--undo").status == 0
    assert read(course) == WRONG
    assert backups(course) == [backup]


def test_undo_takes_the_newest_backup_and_keeps_what_was_there(course):
    for text in ("first", "second"):
        course.write(FILE, text)
        run(course, "reset", "doubling")
    course.write(FILE, "third")
    done = run(course, "reset", "doubling", "--undo")
    assert read(course) == "second"
    assert [file.read_text() for file in backups(course)] == ["first", "second", "third"]
    assert backups(course)[-1].name in done.stdout


def test_undo_of_an_undo(course):
    course.write(FILE, "first")
    run(course, "reset", "doubling")
    course.write(FILE, "second")
    texts = []
    for _ in range(3):
        run(course, "reset", "doubling", "--undo")
        texts.append(read(course))
    assert texts == ["first", "second", "first"]


def test_bytes_and_permissions_are_kept(course):
    content = b"\xff\xfe not \r\n text \x00"
    course.write(FILE, content)
    (course.folder / FILE).chmod(0o640)
    run(course, "reset", "doubling")
    assert (course.folder / FILE).stat().st_mode & 0o777 == 0o640
    run(course, "reset", "doubling", "--undo")
    assert (course.folder / FILE).read_bytes() == content
    assert (course.folder / FILE).stat().st_mode & 0o777 == 0o640


def test_a_stub_is_not_backed_up(course):
    assert run(course, "reset", "doubling").stdout == f"{FILE} is the stub already.\n"
    course.write(FILE, STUB.replace("\n", "\r\n"))
    assert run(course, "reset", "doubling").stdout == f"{FILE} is the stub already.\n"
    assert files(course) == ["doubling.py", "second.py", "third.py"]


def test_reset_of_a_missing_file(course):
    (course.folder / FILE).unlink()
    assert run(course, "reset", "doubling").stdout == f"{FILE} is the stub again.\n"
    assert read(course) == STUB


def test_undo_without_a_backup(course):
    done = run(course, "reset", "doubling", "--undo")
    assert (done.status, done.stderr) == (
        2,
        f"There is no backup of {FILE} that differs from it.\n",
    )


def test_reset_wants_one_exercise(course):
    for wanted in ("bad", "dubling"):
        done = run(course, "reset", wanted)
        assert done.status == 2
        assert done.stderr.splitlines()[1:] == [f"    {CALL} reset doubling"]
    assert read(course) == STUB


def test_full_disk_loses_nothing(course):
    course.write(FILE, WRONG)
    command = f"ulimit -f 0; exec {sys.executable} -m grader reset doubling"
    done = subprocess.run(
        ["sh", "-c", command], cwd=course.folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert re.fullmatch(
        r"exercises/bad/\.backups/.* cannot be written: .*\. Your file is as it was\.\n",
        done.stderr,
    )
    assert read(course) == WRONG
    assert backups(course) == []


def exercise_in(course: SmallCourse) -> Exercise:
    return Course.load(course.folder).exercises[0]


def test_read_only_folder_loses_nothing(course, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    course.write(FILE, WRONG)
    monkeypatch.setattr(writing.tempfile, "mkstemp", refuse)
    with pytest.raises(UsageError, match=r"cannot be written: Permission denied\."):
        workshop.reset(exercise_in(course))
    assert read(course) == WRONG


def test_file_that_cannot_be_replaced_stays_with_its_backup(course, monkeypatch):
    replace = os.replace

    def refuse(source: str, target: Path) -> None:
        if target.name == "doubling.py":
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    course.write(FILE, WRONG)
    monkeypatch.setattr(workshop.os, "replace", refuse)
    with pytest.raises(UsageError, match=r"doubling\.py cannot be written: Permission denied\."):
        workshop.reset(exercise_in(course))
    assert read(course) == WRONG
    assert [file.read_text() for file in backups(course)] == [WRONG]
    assert files(course) == [".backups", "doubling.py", "second.py", "third.py"]


def test_folder_in_place_of_a_file(course):
    (course.folder / FILE).unlink()
    (course.folder / FILE).mkdir()
    done = run(course, "reset", "doubling")
    assert done.status == 2
    assert done.stderr == f"{FILE} cannot be read: Is a directory. Your file is as it was.\n"


# Solution


def test_solution_after_solving(course):
    course.write(FILE, SOLUTION.replace("2.0 * x", "x + x"))
    course.grade("doubling")
    assert run(course, "solution", "doubling").stdout == SOLUTION


def test_solution_before_solving(course):
    done = run(course, "solution", "doubling")
    assert (done.status, done.stdout) == (2, "")
    assert done.stderr.startswith("bad/doubling is not known to be solved.")
    done = run(course, "solution", "doubling", "--yes")
    assert (done.status, done.stdout) == (0, SOLUTION)
    assert run(course, "solution", "doubling").status == 2, "seeing is not solving"


# List


def states(run: Run) -> dict[str, str]:
    """The state of each exercise in a table."""
    rows = re.findall(r"^  . (\w+) +Doubling +([a-z]+(?: [a-z]+)*)", run.stdout, re.M)
    return dict(rows)


def test_list_and_its_filters(course):
    course.write(FILE, SOLUTION)
    course.write("exercises/bad/second.py", WRONG)
    course.grade()
    course.write("exercises/bad/third.py", WRONG)
    all_states = {"doubling": "solved", "second": "failed", "third": "not graded yet"}
    assert states(run(course, "list")) == all_states
    assert states(run(course, "list", "bad")) == all_states
    assert states(run(course, "list", "second")) == {"second": "failed"}
    assert states(run(course, "list", "--solved")) == {"doubling": "solved"}
    assert set(states(run(course, "list", "--open"))) == {"second", "third"}
    (course.folder / FILE).unlink()
    assert states(run(course, "list", "doubling")) == {"doubling": "missing"}
    assert run(course, "list", "--solved").stdout == "No exercise is like that.\n"


def test_list_counts_work(course):
    run(course, "hint", "doubling")
    for content in (STUB, WRONG, SOLUTION):
        course.write(FILE, content)
        course.grade("doubling")
    (row,) = [line for line in run(course, "list").stdout.splitlines() if "doubling" in line]
    assert re.fullmatch(r"  ✓ doubling +Doubling +solved", row)
    wide = run(course, "list", COLUMNS="120").stdout
    assert re.search(r"^  ✓ doubling +Doubling +solved +2 +1 +\d{4}-\d\d-\d\d$", wide, re.M)


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_list_fits_the_terminal(columns):
    done = run_grader("list", variables={"COLUMNS": str(columns)})
    lines = done.stdout.splitlines()
    assert done.status == 0
    assert max(map(len, lines)) <= columns
    assert any(re.search(r"one_hot .*(solved|not|failed|partial|error|missing)", x) for x in lines)


def test_list_on_a_terminal_without_these_signs(course):
    done = run(course, "list", PYTHONIOENCODING="ascii")
    assert (done.status, done.stderr) == (0, "")
    assert "  ? doubling  Doubling  not started" in done.stdout


def test_list_of_nonsense(course):
    done = run(course, "list", "nonsense")
    assert done.status == 2
    assert done.stderr.startswith("There is no exercise named 'nonsense'")


# VS Code


def test_tasks_call_sessions_that_exist():
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for task in tasks:
        file, option, session, *rest = task["args"]
        assert (file, option) == ("noxfile.py", "-s")
        assert f'grader_session("{session}"' in noxfile
        assert rest in ([], ["--", "${relativeFile}"])


def test_task_turns_places_into_links():
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    (matcher,) = [task["problemMatcher"] for task in tasks if task["problemMatcher"]]
    line = "    exercises/losses/one_hot.py:12  return rows[labels"
    found = re.search(matcher["pattern"]["regexp"], line)
    assert found and found.groups() == (
        "exercises/losses/one_hot.py",
        "12",
        "return rows[labels",
    )
