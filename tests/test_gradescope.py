"""The autograder for Gradescope, in a tree like theirs: totals, and what nobody may touch.

What takes longer was tried by hand and stands in docs/kits.md: the whole course, the corpus of
attacks, half a core and 768 MiB.
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SOLUTION, SmallCourse, run_grader

from grader.sandbox.confine import strongest

LEVELS = {"landlock": ("landlock", "limits"), "limits": ("limits",), "none": ()}[strongest()]
WRITES = """\
import os

HOME = {home!r}
FORGED = '{{"score": 1000, "tests": []}}'


def forge(path):
    with open(path, "w") as file:
        file.write(FORGED)


def double(x):
    for action, *paths in (
        (forge, "results/results.json"),
        (forge, "results/.results.json"),
        (os.remove, "results/results.json"),
        (os.symlink, "submission/stolen.json", "results/linked.json"),
        (os.rename, "results", "others"),
        (forge, "run_autograder"),
        (os.remove, "source/course/solutions/bad/solved.py"),
        (lambda path: os.chmod(path, 0o777), "results"),
        {reads}
    ):
        try:
            action(*(f"{{HOME}}/{{path}}" for path in paths))
        except OSError:
            continue
        raise ValueError(f"it worked: {{action}} {{paths}}")
    return 2.0 * x
"""
READS = """\
(open, "results/results.json"),
        (open, "submission_metadata.json"),
        (open, "source/course/solutions/bad/solved.py"),
        (open, "source/course/course/suites/bad/test_solved.py"),
        (os.listdir, "source/course"),
        (os.listdir, "results"),"""
WRONG = "def double(x):\n    print('##[error]', x)\n    return 3.0 * x\n"
HANGS = "def double(x):\n    while True:\n        pass\n"


class Autograder:
    """A folder as Gradescope's /autograder, after setup.sh; its Python has what the kit pins."""

    def __init__(self, folder: Path, kit: Path) -> None:
        self.home = folder / "autograder"
        for name in ("source", "submission", "results"):
            (self.home / name).mkdir(parents=True)
        with zipfile.ZipFile(kit) as archive:
            archive.extractall(self.home / "source")
        (self.home / "source" / "seed").write_text("7\n")
        shutil.copy(self.home / "source" / "run_autograder", self.home)
        (self.home / "run_autograder").chmod(0o755)
        pinned = (self.home / "source" / "requirements.txt").read_text()
        absent = folder / "absent"
        absent.mkdir()
        with open(ROOT / "pyproject.toml", "rb") as file:
            for requirement in tomllib.load(file)["project"]["dependencies"]:
                name = requirement.partition(">")[0]
                if f"{name}==" not in pinned:
                    module = {"pillow": "PIL"}.get(name, name)
                    (absent / f"{module}.py").write_text(f"raise ImportError('no {name}')")
        python = folder / "course" / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        call = f'PYTHONPATH={absent} exec "{sys.executable}" "$@"'
        python.write_text(f'#!/bin/sh\necho $$ > "{folder}/pid"\n{call}\n')
        python.chmod(0o755)
        self.python = python

    def start(self, files: dict[str, str]) -> subprocess.Popen[str]:
        """Hand in files and begin to grade them."""
        shutil.rmtree(self.home / "submission")
        shutil.rmtree(self.home / "results")
        (self.home / "results").mkdir()
        for name, text in files.items():
            path = self.home / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (self.home / "submission_metadata.json").write_text('{"previous_submissions": []}')
        return subprocess.Popen(
            [self.home / "run_autograder"],
            cwd=self.home,
            env={**os.environ, "COURSE_HOME": str(self.home.parent / "course")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def grade(self, files: dict[str, str]) -> dict[str, Any]:
        """results.json about these files."""
        process = self.start(files)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
        return self.results()

    def results(self) -> dict[str, Any]:
        results: dict[str, Any] = json.loads(
            (self.home / "results" / "results.json").read_text(encoding="utf-8")
        )
        return results

    def mode(self, path: str) -> int:
        return stat.S_IMODE((self.home / path).stat().st_mode)


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    course = small_course(dict.fromkeys(("solved", "wrong", "hostile", "absent")))
    text = (course.folder / "course.toml").read_text()
    course.write("course.toml", text.replace("\n", '\nshared = ["data"]\n', 1))
    course.write("data/numbers.txt", "1 2 3")
    suite = (course.folder / "course/suites/bad/test_absent.py").read_text()
    slow = suite.replace("deadline = 1.0", "deadline = 60.0")
    course.write("course/suites/bad/test_absent.py", slow)
    return course


@pytest.fixture(scope="module")
def kit(course: SmallCourse) -> Path:
    run = run_grader("kit", "gradescope", "kit.zip", folder=course.folder)
    assert (run.status, run.stderr) == (0, "")
    return course.folder / "kit.zip"


@pytest.fixture(scope="module")
def autograder(kit: Path) -> Iterator[Autograder]:
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        os.chmod(folder, 0o755)  # so that it is the autograder that protects itself
        yield Autograder(Path(folder), kit)


def test_a_kit_is_the_same_twice_and_never_overwritten(course: SmallCourse, kit: Path) -> None:
    run_grader("kit", "gradescope", "again.zip", folder=course.folder)
    assert (course.folder / "again.zip").read_bytes() == kit.read_bytes()
    run = run_grader("kit", "gradescope", "kit.zip", folder=course.folder)
    assert run.status == 2 and run.stderr.startswith("kit.zip exists already")
    assert run.stderr.splitlines()[1].endswith("kit gradescope kit-2.zip")
    with zipfile.ZipFile(kit) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert all(modes[name] & 0o111 for name in ("setup.sh", "run_autograder"))
    own = ("course/exercises/", "course/course/figures/")
    assert not [name for name in modes if name.startswith(own)]


@pytest.mark.parametrize("level", LEVELS)
def test_an_upload_is_graded_and_touches_nothing(autograder: Autograder, level: str) -> None:
    script = autograder.home / "run_autograder"
    text = (autograder.home / "source" / "run_autograder").read_text()
    script.write_text(text.replace("autograde ../..", f"autograde ../.. --confinement {level}"))
    # At `limits` a worker reads everything where Python itself lies in a private folder.
    hostile = WRITES.format(home=str(autograder.home), reads=READS if level == "landlock" else "")
    root = os.geteuid() == 0
    files = {"solved.py": SOLUTION, "hw/exercises/bad/wrong.py": WRONG, "notes.txt": "hello"}
    files |= {"hostile (1).py": hostile} if root or level == "landlock" else {}
    results = autograder.grade(files)
    graded = {test["name"]: test["score"] for test in results["tests"]}
    points = {"A vector": 2.0, "A matrix": 1.0}
    expected = {f"solved: {part}": won for part, won in points.items()}
    expected |= {f"wrong: {part}": 0.0 for part in points}
    expected |= {f"hostile: {part}": w for part, w in points.items() if "hostile (1).py" in files}
    assert graded == expected, results["tests"]
    assert results["score"] == sum(expected.values())
    assert {test["visibility"] for test in results["tests"]} == {"visible"}
    assert f"confinement: {level}" in results["output"] and "notes.txt" in results["output"]
    assert "Not in this upload: " in results["output"] and "absent" in results["output"]
    assert results["extra_data"]["seed"] == 7
    hidden = ("results", "submission", "submission_metadata.json", "results/results.json")
    source = ("seed", "setup.sh", "course/solutions", "course/course", "course/grader")
    for path in (*hidden, *(f"source/{each}" for each in source)):
        assert not autograder.mode(path) & 0o077, path
    assert {autograder.mode(path) for path in ("source", "source/course")} == {0o711}
    assert autograder.mode("source/course/data") == 0o755
    assert autograder.mode("source/course/data/numbers.txt") == 0o644


def test_whenever_it_is_ended_the_verdict_so_far_stands(autograder: Autograder) -> None:
    process = autograder.start({"solved.py": SOLUTION, "absent.py": HANGS})
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.02)
        file = autograder.home / "results" / "results.json"
        if file.exists() and (results := autograder.results())["score"]:  # never half of a file
            break
    grader = int((autograder.home.parent / "pid").read_text())
    os.killpg(os.getpgid(grader), signal.SIGKILL)  # as where memory runs out, or time
    process.communicate()
    assert autograder.results() == results
    assert results["score"] == 3.0 and "has not finished" in results["output"]


def test_without_its_python_there_is_a_result_all_the_same(autograder: Autograder) -> None:
    moved = autograder.python.rename(autograder.python.with_name("moved"))
    results = autograder.grade({"solved.py": SOLUTION})
    moved.rename(autograder.python)
    assert (results["score"], results["tests"]) == (0, [])
    assert "has not finished" in results["output"]


def test_an_upload_without_exercises_is_a_sentence(autograder: Autograder) -> None:
    results = autograder.grade({"hello.py": "print('hello')"})
    assert (results["score"], results["tests"]) == (0, [])
    assert "No file of this upload is an exercise" in results["output"]


def test_no_other_folder_is_taken_for_gradescopes(tmp_path: Path) -> None:
    before = stat.S_IMODE(ROOT.stat().st_mode), stat.S_IMODE(ROOT.parent.stat().st_mode)
    run = run_grader("autograde", tmp_path)
    assert run.status == 2 and "is not laid out as in Gradescope" in run.stderr
    assert before == (stat.S_IMODE(ROOT.stat().st_mode), stat.S_IMODE(ROOT.parent.stat().st_mode))
