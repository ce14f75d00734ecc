"""Kits: what is in one, what is not, how it is updated; and what a learner can do with it."""

import base64
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION, Run, SmallCourse, run_grader
from PIL import Image
from test_kata_screen import MISTAKES
from test_watch import watching

from grader.cli import main
from grader.contents.course import Course, Exercise
from grader.contents.mistakes import Knowledge, load_knowledge
from grader.contents.stubs import stub_of, stub_text
from grader.kits.files import zipped

STUB = stub_of(SOLUTION)
WRONG = SOLUTION.replace("2.0 * x", "3.0 * x")
UNSEEN = SOLUTION.replace("2.0 * x", "2.0 * np.ravel(x)")  # right as far as the example goes
IMPORTS = SOLUTION.replace("\n\n\ndef", "\n\nfrom .one import double as twice\n\n\ndef").replace(
    "2.0 * x", "twice(x)"
)


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file's bytes and permissions."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in files
        if "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def course(small_course) -> SmallCourse:
    """Three exercises, the learner's own files solved and progressed: none of that is in a kit."""
    made = small_course({"one": SOLUTION, "two": WRONG, "three": None})
    made.write("solutions/bad/two.py", IMPORTS)
    made.write("course/mistakes/bad/one.toml", MISTAKES)
    made.write("exercises/bad/README.md", "# Bad\n\n![a picture](../../docs/pictures/bad.png)\n")
    made.write("docs/pictures/bad.png", b"\x89PNG")
    made.write("docs/pictures/other.png", b"\x89PNG")
    made.write(".nox/course/installed.txt", "here only\n")
    for name in ("noxfile.py", "pyproject.toml", ".gitignore", ".vscode/tasks.json", "LICENSE"):
        made.write(name, (ROOT / name).read_bytes())
    return made


def call(course: SmallCourse, *arguments: str | Path) -> Run:
    """The same as run_grader, in this process: for commands that grade nothing."""
    here, out, err = Path.cwd(), io.StringIO(), io.StringIO()
    os.chdir(course.folder)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(argument) for argument in arguments])
    finally:
        os.chdir(here)
    return Run(status, out.getvalue(), err.getvalue())


def make(course: SmallCourse, folder: Path, *options: str) -> str:
    done = call(course, "kit", "learner", folder, *options)
    assert (done.status, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def kit(course: SmallCourse, tmp_path: Path) -> SmallCourse:
    make(course, tmp_path / "kit")
    return SmallCourse(tmp_path / "kit")


# What a kit is made of


def test_a_kit_is_the_same_wherever_it_is_made(course: SmallCourse, tmp_path: Path) -> None:
    odd = {"LC_ALL": "tr_TR.ISO-8859-9", "TZ": "Asia/Seoul", "PYTHONHASHSEED": "7"}
    (tmp_path / "one").mkdir()
    make(course, tmp_path / "one")
    before = os.umask(0o077)
    try:
        arguments = [sys.executable, "-X", "utf8=0", "-m", "grader", "kit", "learner"]
        environment = {**os.environ, **odd}
        for path in course.folder.rglob("*"):
            os.utime(path, (10**9, 10**9))
        subprocess.run(
            [*arguments, tmp_path / "two"], cwd=course.folder, env=environment, check=True
        )
    finally:
        os.umask(before)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one == two
    assert {mode for _, mode in one.values()} <= {0o644, 0o755}
    folders = [path for path in (tmp_path / "two").rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o755}
    assert one["exercises/bad/one.py"][0] == one["stubs/bad/one.py"][0] == STUB.encode()
    assert "docs/pictures/bad.png" in one and "docs/pictures/other.png" not in one
    sessions = one["noxfile.py"][0].decode()
    assert "def certify(" in sessions and "def tests(" not in sessions
    compile(sessions, "noxfile.py", "exec")
    project = tomllib.loads(one["pyproject.toml"][0].decode())
    assert project == {"project": project["project"]} and "numpy>=2.0" in str(project)
    workflow = one[".github/workflows/grade.yml"][0].decode()
    assert "\n      - run: python3 noxfile.py -s grade\n" in workflow
    tops = {path.split("/")[0] for path in one}
    hidden = {".gitignore", ".github", ".vscode", ".kit.json"}
    assert tops - hidden == {
        *("LICENSE", "README.md", "course.toml", "docs", "exercises", "grader", "noxfile.py"),
        *("pyproject.toml", "stubs"),
    }


def test_a_zip_is_the_same_wherever_it_is_made() -> None:
    files = {"b/run": b"#!/bin/sh\n", "a.txt": b"a\r\n", "ü": b""}
    packed = zipped(files)
    assert packed == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {each.filename: archive.read(each) for each in archive.infolist()} == files
        modes = {each.filename: each.external_attr >> 16 for each in archive.infolist()}
    assert modes == {"a.txt": 0o100644, "b/run": 0o100755, "ü": 0o100644}
    # Nothing in it depends on a library's version.
    assert hashlib.sha256(packed).hexdigest().startswith("65d1339fd8f44694")


def test_nothing_secret_is_in_the_kit_of_the_course(tmp_path: Path) -> None:
    """Text, names and hashes of all that stays hidden, in every byte of the kit."""
    make(SmallCourse(ROOT), tmp_path / "kit")
    files = {path: content for path, (content, _) in contents(tmp_path / "kit").items()}
    seen = b"\0".join(_readable(path, content) for path, content in files.items())
    text = b" ".join(seen.split())
    known = {exercise: load_knowledge(exercise) for exercise in Course.load(ROOT).exercises}
    assert [secret for secret in _secret_texts(known) if secret.encode() in text] == []
    words = {*re.findall(rb"[\w-]+", text), *re.findall(rb"\w+\.toml", text)}
    assert [name for name in _secret_names(known) if name.encode() in words] == []
    for path in files:
        if path.endswith("README.md"):
            for link in re.findall(r"\]\(([^)#:\s]+)[^):]*\)", files[path].decode()):
                assert (tmp_path / "kit" / path).parent.joinpath(link).exists(), (path, link)
    contained = {hashlib.sha256(content).digest() for content in files.values()}
    hexadecimal = b" ".join(re.findall(rb"[0-9a-f]{32,}", seen.lower()))
    base64s = b" ".join(re.findall(rb"[A-Za-z0-9+/]{22,}", seen))
    for path in [p for tree in ("solutions", "course") for p in (ROOT / tree).rglob("*.*")]:
        content = path.read_bytes()
        if len(content) < 100:  # an empty file has a hash that many things have
            continue
        assert hashlib.sha256(content).digest() not in contained, path
        for digest in _digests(content):
            assert digest not in seen and digest.hex().encode() not in hexadecimal, path
            assert base64.b64encode(digest).rstrip(b"=") not in base64s, path


def _readable(path: str, content: bytes) -> bytes:
    """A file's bytes, and what a picture says about itself."""
    if path.endswith(".png"):
        return content + repr(Image.open(io.BytesIO(content)).info).encode()
    return content


def _secret_names(known: Mapping[Exercise, Knowledge]) -> Iterator[str]:
    """Of suites and of mistakes; single words name many other things."""
    for exercise, knowledge in known.items():
        yield from (f"test_{exercise.stem}", f"{exercise.stem}.toml")
        yield from (mistake.name for mistake in knowledge.mistakes if "-" in mistake.name)


def _digests(content: bytes) -> Iterator[bytes]:
    yield from (hashlib.new(name, content).digest() for name in ("md5", "sha1", "sha256"))
    yield hashlib.sha1(b"blob %d\0" % len(content) + content).digest()  # as git has it


def _lines(text: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in text.splitlines())


def _secret_texts(known: Mapping[Exercise, Knowledge]) -> set[str]:
    """What solutions, suites and mistakes say and nothing else that every learner has."""
    stubs = [stub_text(exercise) for exercise in known]
    readmes = [path.read_text("utf-8") for path in (ROOT / "exercises").glob("*/README.md")]
    public = " ".join(" ".join([*stubs, *readmes]).split())
    found = set()
    for exercise, knowledge in known.items():
        sources = [entry.source for entry in (*knowledge.mistakes, *knowledge.alternatives)]
        for source in (exercise.solution.read_text("utf-8"), *sources):
            found |= {line for line in _lines(source) if len(line) >= 20}
        suite = exercise.suite.read_text("utf-8")
        found |= {line for line in _lines(suite) if len(line) >= 40}
        found |= {text for text in knowledge.hints if " " in text}
        found |= {mistake.feedback for mistake in knowledge.mistakes}
    return {text for text in found if text not in public}


# What a learner does with it


def test_from_a_kit_to_the_instructors_grades(
    course: SmallCourse, kit: SmallCourse, tmp_path: Path
) -> None:
    first = kit.grade()
    assert first.status == 0 and "Start with exercises/bad/one.py" in first.stdout
    assert "the hidden tests run when you hand in" in first.stdout
    nothing = call(kit, "hand-in")
    assert nothing.status == 2 and "nothing to hand in yet" in nothing.stderr
    assert not (kit.folder / "hand-in.zip").exists()

    kit.write("exercises/bad/one.py", UNSEEN.replace("\n", "\r\n"))
    kit.write("exercises/bad/helper.py", "nothing = None\n")
    (kit.folder / "exercises/bad/linked.py").symlink_to(course.folder / "course.toml")
    solved = kit.grade("one")
    assert "All examples of one hold." in solved.stdout and "hand-in" in solved.stdout
    assert "hint" not in solved.stdout and "solution" not in solved.stdout
    listed = call(kit, "list").stdout
    assert re.search(r"one +Doubling +solved", listed)

    done = call(kit, "hand-in")
    assert (done.status, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[:3] == [
        "2 files are in hand-in.zip:", "  exercises/bad/one.py", "  exercises/bad/helper.py"
    ]  # fmt: skip
    assert said[3] == "Not touched yet, and not in it: two, three."
    assert "linked.py is a link" in said[4] and said[5].startswith("Upload it")
    packed = (kit.folder / "hand-in.zip").read_bytes()
    os.utime(kit.folder / "exercises/bad/one.py", (1, 1))
    call(kit, "hand-in", "--output", tmp_path / "class" / "kim.zip")
    assert (tmp_path / "class" / "kim.zip").read_bytes() == packed

    graded = run_grader("class", tmp_path / "class", "--to", tmp_path / "out", folder=course.folder)
    assert graded.status == 0, graded.stderr
    rows = (tmp_path / "out" / "grades.csv").read_text().splitlines()
    assert rows[1] == "kim,,2,3,2"  # the matrix of the hidden tests is not the kit's


# An exercise's docstring, what a learner returns: what is said, or "" where the examples hold.
ANSWERS = {
    ">>> f(1)\n2": {"2": "", "np.int64(2)": "", "2.0": "prints 2.0; the docstring says 2",
                      "3": "expected  2", "None": "This is None", "'2'": "string"},
    ">>> f(1)\n[0.333333, 'a']": {"[1 / 3, 'a']": "", "[0.3334, 'a']": "expected"},
    ">>> print(f(1))\n0.3 x": {"'0.3 x'": "", "'0.30000000001 x'": "", "'0.4 x'": "prints 0.4 x;"},
    ">>> f(1)\n>>> f(2)\n'b'": {"None if x == 1 else 'b'": "", "'b'": "prints 'b'; the docstring"},
    ">>> a, b = f(1)\n>>> a + b\n3": {
        "(1, 2)": "", "None": "cannot unpack", "(1, 1)": "expected  3"
    },
    ">>> f(1)\nTraceback (most recent call last):\nValueError: no": {
        "int('x')": "", "1 / 0": "ZeroDivisionError", "1": "should raise ValueError: no"
    },
    ">>> f(lambda n: n + 1)\n3": {"x(2)": "", "x(3)": "expected  3"},
    ">>> from .one import double\n>>> double(f(1))\n8.0": {"4.0": "", "5.0": "expected  8"},
    ">>> print(f(1))\n1 ... 2": {"'1 0 2'": "", "'1 ' * 4_000_000 + '2'": "prints 1 1 1 1"},
    ">>> f(1).shape\n(2, ...)": {"np.zeros((2, 5))": "", "np.zeros(2)": "prints (2,)"},
}  # fmt: skip
CASES = [(text, *case) for text, cases in ANSWERS.items() for case in cases.items()]


def test_the_examples_decide(kit: SmallCourse) -> None:
    """All at once, as the exercises of one kit."""
    entries = ['    { name = "one", title = "Doubling" },']
    for number, (text, answer, _) in enumerate(CASES):
        docstring = "\n    ".join(text.split("\n"))
        head = f'import numpy as np\n\n\ndef f(x):\n    """Something.\n\n    {docstring}\n    """\n'
        kit.write(f"stubs/bad/case{number}.py", f"{head}    raise NotImplementedError\n")
        kit.write(f"exercises/bad/case{number}.py", f"{head}    return {answer}\n")
        entries.append(f'    {{ name = "case{number}", title = "Case" }},')
    chapter = '[[chapter]]\nname = "bad"\ntitle = "Bad"\nexercises = [\n'
    toml = "\n".join(['kit = true\ntitle = "x"\n', chapter, *entries, "]\n"])
    kit.write("course.toml", toml)
    kit.write("exercises/bad/one.py", SOLUTION)
    graded = kit.grade("--format", "json")
    assert graded.status == 0, graded.stderr
    assert graded.report["graded_by"] == "examples" and graded.report["faults"] == []
    for number, (text, answer, said) in enumerate(CASES):
        entry = graded.exercises[f"case{number}"]
        (test,) = (test for part in entry["parts"] for test in part["tests"])
        message = " ".join(test["message"].split())
        assert " ".join(said.split()) in message, (text, answer, message)
        assert (entry["status"] == "solved") is (said == ""), (text, answer, message)


def test_imports_are_ones_own_and_nothing_is_the_graders_fault(kit: SmallCourse) -> None:
    """There is no reference to import; a file that is not right yet is what it is."""
    kit.write("stubs/bad/two.py", stub_of(IMPORTS).replace(
        ">>> double", ">>> from .one import double as other\n    >>> double(other"
    ).replace("2.0]))", "2.0])))").replace("[2., 4.]", "[4., 8.]"))  # fmt: skip
    kit.write("exercises/bad/two.py", (kit.folder / "stubs/bad/two.py").read_bytes())
    assert "Not started yet" in kit.grade("two").stdout  # whatever one.py lacks
    kit.write("exercises/bad/two.py", IMPORTS)
    unwritten = kit.grade("two")
    assert "exercises/bad/one.py is not written yet, and two needs it." in unwritten.stdout
    kit.write("exercises/bad/one.py", WRONG)
    wrong = kit.grade("two", "--format", "json").exercises["two"]
    assert wrong["status"] == "failed" and wrong["mistakes"] == []
    assert [entry["origin"] for entry in wrong["imports"]] == ["own"]
    kit.write("exercises/bad/one.py", SOLUTION)
    assert "All examples of two hold." in kit.grade("two").stdout
    (kit.folder / "exercises/bad/one.py").unlink()
    gone = kit.grade("two")
    assert gone.status == 0 and "there is no 'bad.one' to import" in " ".join(gone.stdout.split())


def test_other_commands_work_or_say_why_not(kit: SmallCourse, tmp_path: Path) -> None:
    hidden = ("hint", "solution", "plot", "kata", "finale", "class", "certify", "stubs", "kit")
    for name in (*hidden, "autograde", "new"):
        done = call(kit, name, "one")
        assert (done.status, done.stdout) == (2, "")
        assert done.stderr == (
            f"{name} needs the solutions and hidden tests, which are not in what you were given.\n"
        )
    for wrong in (["--target", "solutions"], ["--imports", "reference"]):
        done = call(kit, "grade", *wrong)
        assert done.status == 2 and "There are no solutions in what you were given" in done.stderr
    kit.write("exercises/bad/one.py", WRONG)
    summary = tmp_path / "summary.md"
    pushed = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    assert "::error file=exercises/bad/one.py" in kit.grade(**pushed).stdout
    assert "the hidden tests run when you hand in" in summary.read_text()
    page = run_grader("report", folder=kit.folder)
    assert page.status == 0, page.stderr
    text = (kit.folder / "report.html").read_text("utf-8")
    assert "the hidden tests run when you hand in" in text and " hint" not in text
    again = call(kit, "reset", "one")
    assert again.status == 0 and (kit.folder / "exercises/bad/one.py").read_text() == STUB
    run = run_grader("run", "one", folder=kit.folder)
    assert "has run and printed nothing" in run.stdout
    for odd in ("x.txt", str(tmp_path)):
        assert call(kit, "hand-in", "--output", odd).status == 2


def test_a_watch_offers_what_there_is(kit: SmallCourse) -> None:
    with watching(kit, columns=100) as terminal:
        terminal.see("Not started yet", "Every save is graded.", "q quit")
        assert "hint" not in terminal.screen and "p plot" not in terminal.screen
        terminal.press("s")
        terminal.see("solution needs the solutions and hidden tests")
        kit.write("exercises/bad/one.py", SOLUTION)
        terminal.see("All examples of one hold. Next is two: press n.", "the hidden tests run when")
        terminal.press("q")
        assert terminal.ends() == 0


# An update


def test_an_update_keeps_what_a_learner_has_done(course: SmallCourse, tmp_path: Path) -> None:
    newer = SmallCourse(tmp_path / "newer")
    shutil.copytree(course.folder, newer.folder)
    kit = SmallCourse(tmp_path / "kit")
    make(newer, kit.folder)
    kit.write("exercises/bad/one.py", WRONG)
    kit.write("exercises/bad/own.py", "x = 1\n")
    kit.write("notes.txt", "mine\n")
    kit.write("exercises/bad/README.md", "my own words\n")
    kit.write(".progress.sqlite3", "not the kit's\n")
    three = (kit.folder / "exercises/bad/three.py").read_bytes()
    kit.write("exercises/bad/three.py", three.replace(b"\n", b"\r\n"))  # as git on Windows does
    (kit.folder / "LICENSE").unlink()
    again = make(newer, kit.folder)
    assert "added 1, replaced 0, removed 0" in again and "worked on them: 2." in again
    assert "new version" not in again

    told = SOLUTION.replace("2x.", "Twice x.")
    for name in ("one", "three"):
        newer.write(f"solutions/bad/{name}.py", told)
    newer.write("course.toml", (newer.folder / "course.toml").read_text().replace(
        '    { name = "two", title = "Doubling" },\n', ""))  # fmt: skip
    done = make(newer, kit.folder, "--upload", "To the hall’s wooden box.")
    assert "added 0, replaced 5, removed 2" in done
    assert done.splitlines()[-2:] == [
        "Of these, the kit has a new version, which is not in the folder:", "  exercises/bad/one.py"
    ]  # fmt: skip
    assert (kit.folder / "exercises/bad/one.py").read_text() == WRONG
    assert (kit.folder / "stubs/bad/one.py").read_text() == stub_of(told)
    assert (kit.folder / "exercises/bad/three.py").read_text() == stub_of(told)
    assert not (kit.folder / "exercises/bad/two.py").exists()
    assert (kit.folder / "exercises/bad/own.py").exists()
    assert (kit.folder / "notes.txt").read_text() == "mine\n"
    assert (kit.folder / "exercises/bad/README.md").read_text() == "my own words\n"
    handed = call(kit, "hand-in").stdout
    assert handed.endswith("To the hall’s wooden box.\n") and "own.py" in handed


def test_a_kit_that_cannot_be_made_leaves_everything_as_it_was(
    course: SmallCourse, kit: SmallCourse, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    linked, blocked, forged = (tmp_path / name for name in ("linked", "blocked", "forged"))
    for copy in (linked, blocked, forged):
        shutil.copytree(kit.folder, copy)
    shutil.rmtree(linked / "exercises/bad")
    (linked / "exercises/bad").symlink_to(full)
    (blocked / "README.md").unlink()
    (blocked / "README.md").mkdir()
    listed = json.loads((forged / ".kit.json").read_text())
    listed["files"]["../full/mine.txt"] = hashlib.sha256(b"mine").hexdigest()
    (forged / ".kit.json").write_text(json.dumps(listed))
    other = tmp_path / "other"
    shutil.copytree(kit.folder, other)
    listed["kit"], listed["files"] = "stubs: Another course", {}
    (other / ".kit.json").write_text(json.dumps(listed))
    said = {
        full: "is not empty and has no kit in it",
        tmp_path / "file": "is a file",
        tmp_path / "file" / "below": "cannot be written",
        linked: "is in the way",
        blocked: "is in the way",
        forged: "cannot be read",
        other: "has another kit in it",
        course.folder: "is not empty",
    }
    before = contents(tmp_path)
    for folder, sentence in said.items():
        done = call(course, "kit", "learner", folder)
        assert (done.status, done.stdout) == (2, ""), folder
        assert sentence in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert contents(tmp_path) == before
    for arguments in ([], ["learner"], ["lerner", "x"]):
        done = call(course, "kit", *arguments)
        assert done.status == 2 and " kit learner " in done.stderr.splitlines()[1]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (SOLUTION.replace(">>>", "~~~"), "bad/one has no example in its docstring"),
        (SOLUTION.replace(">>> double", ">>> 1 / 0\n    Traceback (most recent call last):\n    "
                          "ZeroDivisionError\n    >>> double"), "raises before the last one"),
        ("def f(:\n", "bad/one has no stub"),
        (None, "bad/one has no stub: No such file or directory."),
        ("![it](../../gone.png 'x')\n", "exercises/bad/README.md shows ../../gone.png, which is"),
        ("![it](../../../../etc/passwd)\n", "exercises/bad/README.md shows ../../../../etc/passwd"),
    ],
)  # fmt: skip
def test_a_course_that_makes_no_kit(small_course, tmp_path, source, sentence) -> None:
    course = small_course({"one": None})
    if "README" in sentence:
        course.write("exercises/bad/README.md", source)
    elif source is None:
        (course.folder / "solutions/bad/one.py").unlink()
    else:
        course.write("solutions/bad/one.py", source)
    done = call(course, "kit", "learner", tmp_path / "kit")
    assert (done.status, done.stdout) == (2, "") and sentence in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []


# Bug hunts


def test_bug_hunts_are_a_kit(course: SmallCourse, tmp_path: Path) -> None:
    kit = SmallCourse(tmp_path / "for the class")
    silent = SmallCourse(tmp_path / "silent")
    files = {name: course.folder / f"course/mistakes/bad/{name}.toml" for name in ("two", "three")}
    files["three"].write_text(MISTAKES.replace("3.0 * x", "2.0 * np.ravel(x)"))
    made = run_grader("kata", "--export", silent.folder, "two", "three", folder=course.folder)
    assert "bad/two is left out" in made.stdout
    assert "Only the hidden tests find the mistake in three" in made.stdout
    assert "Not started yet" in silent.grade("three").stdout  # though its examples hold
    files["two"].write_text(
        MISTAKES.replace("2.0 * x", "twice(x)").replace("3.0 * x", "twice(x[:1])")
    )
    made = run_grader("kata", "--export", kit.folder, "two", folder=course.folder)
    for file in files.values():
        file.unlink()
    assert made.status == 0, made.stderr
    assert "There are 2 bug hunts in it." in made.stdout and "In it as well" in made.stdout
    given = kit.folder / "exercises/bad/one.py"
    assert given.read_text() == WRONG
    assert b"three-times" not in b"".join(content for content, _ in contents(kit.folder).values())
    assert "expected [2, 4]" in " ".join(kit.grade("one").stdout.split())
    given.write_text(SOLUTION)
    assert "All examples of one hold." in kit.grade("one").stdout
    call(kit, "hand-in")
    command = shlex.split(made.stdout.splitlines()[-1].partition("-m grader ")[2])
    assert command[0] == "class"
    done = run_grader("class", kit.folder / "hand-in.zip", "--to", tmp_path / "out",
                      folder=course.folder)  # fmt: skip
    assert done.status == 0, done.stderr
    assert (tmp_path / "out/grades.csv").read_text().splitlines()[1] == "hand-in,,3,3,3"
    again = run_grader("kata", "--export", kit.folder, "--seed", "5", folder=course.folder)
    assert again.status == 2 and "another kit" in again.stderr
