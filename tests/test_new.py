"""new: an exercise's files, all or none; entries from files; docs/exercises.md as it stands."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION, SUITE, SmallCourse, run_grader

from grader.author.entries import add_entry
from grader.author.scaffold import new_exercise
from grader.cli import main
from grader.contents.course import Course, UsageError
from grader.contents.mistakes import load_knowledge

PAGE = ROOT / "docs" / "exercises.md"
BLOCK = re.compile(
    r"(?:^`(?P<path>[\w./]+)`[^\n]*:\n)?^(?P<fence>`{3,})(?P<kind>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Every file of a course and what is in it, and every folder; without what Python caches."""
    paths = [path for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


# The page


def steps(page: str) -> Iterator[tuple[str, str]]:
    """What the page has its reader do, in order: (file to write or "run" or "read", text)."""
    for block in BLOCK.finditer(page):
        if block["path"]:
            yield block["path"], block["text"]
        elif block["kind"] in ("", "text"):
            yield "read" if block["kind"] else "run", block["text"]
        elif block["kind"] == "toml":
            yield "entry", block["text"]


def write(folder: Path, path: str, text: str) -> None:
    """A whole file; of a README the section with the same heading; of course.toml a line."""
    file = folder / path
    if path.endswith("README.md"):
        before, heading, _ = file.read_text("utf-8").partition(text.split("\n")[0] + "\n")
        assert heading
        text = before + text
    elif path == "course.toml":
        name = re.search(r'name = "\w+"', text)
        assert name
        lines = file.read_text("utf-8").split("\n")
        text = "\n".join(text.rstrip() if name[0] in line else line for line in lines)
    file.write_text(text, "utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text)


def test_the_page_leads_from_an_idea_to_a_certified_exercise(tmp_path: Path) -> None:
    for name in ("grader", "course", "solutions", "exercises"):
        caches = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=caches)
    shutil.copy(ROOT / "course.toml", tmp_path)
    said = done = ""
    for what, text in steps(PAGE.read_text("utf-8")):
        if what == "run":
            for line in [line for line in text.splitlines() if "--watch" not in line]:
                session, *arguments = shlex.split(line.removeprefix("nox -s "))
                run = run_grader(session, *arguments[1:], folder=tmp_path)
                said, done = squeezed(run.stdout), f"{done} {session}:{run.status}"
                assert not run.stderr
        elif what == "read":
            missing = [line for line in text.splitlines() if squeezed(line) not in said]
            assert not missing, said
        elif what == "entry":
            known = (tmp_path / "course/mistakes/losses/huber_loss.toml").read_text("utf-8")
            assert text in known
        else:
            write(tmp_path, what, text)
    assert done.split() == ["new:0", "certify:1", "new:0", "stubs:0", "certify:0"]
    exercise = Course.load(tmp_path).one("huber_loss")
    assert "NotImplementedError" in exercise.file.read_text("utf-8")
    assert len(Course.load(ROOT).exercises) == 34


# Names


@pytest.fixture
def course(small_course) -> SmallCourse:
    course = small_course({"double": None})
    course.write("exercises/bad/README.md", "# Bad\n")
    return course


WRONG_NAMES = {
    "losses": ("An exercise is named by its chapter and its own name", "bad/NAME"),
    "a/b/c": ("An exercise is named by its chapter and its own name", "bad/NAME"),
    "bad/Double": ("'Double' cannot be a name: small letters", ""),
    "bad/two words": ("'two words' cannot be a name: small letters", ""),
    "bad/2x": ("'2x' cannot be a name: small letters", ""),
    "bad/": ("'' cannot be a name: small letters", ""),
    "../bad": ("'..' cannot be a name: small letters", ""),
    "bad/lambda": ("'lambda' cannot be a name: it is a word of Python's own.", ""),
    "bad/test_x": ("'test_x' cannot be a name: suites alone", ""),
    "bad/double": ("There is an exercise named 'double' already: bad/double.", ""),
    "bad/bad": ("'bad' is the name of a chapter", ""),
    "bath/x": ("There is no chapter 'bath'.", 'bath/x --new-chapter "Bath"'),
    "badd/x": ("There is no chapter 'badd'. The nearest one is bad:", "bad/x"),
}


def test_a_bad_name_is_a_sentence_and_nothing_is_written(course, monkeypatch, capsys) -> None:
    monkeypatch.chdir(course.folder)
    before = snapshot(course.folder)
    for name, (sentence, call) in WRONG_NAMES.items():
        assert main(["new", name]) == 2, name
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith(sentence)
        assert len(said) == 1 + bool(call) and said[-1].endswith(call)
    chapters = (("bad/x", "Bad"), ("nice/x", " "), ("nice/x", "a\nb"), ("nice/double", "Nice"))
    for name, title in chapters:
        assert main(["new", name, "--new-chapter", title]) == 2, (name, title)
    for call in ([], ["bad/x", "--mistake", "double", "x.py"], ["--mistake", "double"]):
        assert main(["new", *call]) == 2, call
    assert snapshot(course.folder) == before


def test_all_files_or_none(course) -> None:
    before = snapshot(course.folder)
    for path, content in (("course/suites/bad/test_triple.py", "old"), ("course/mistakes", "")):
        course.write(path, content)
        with_it = snapshot(course.folder)
        with pytest.raises(UsageError, match="Nothing was written"):
            new_exercise(Course.load(course.folder), "bad/triple", None)
        assert snapshot(course.folder) == with_it
        (course.folder / path).unlink()
    assert snapshot(course.folder) == before
    table = (course.folder / "course.toml").read_text("utf-8")
    course.write("course.toml", table.replace("[\n", "[").replace(",\n]", "]"))
    with pytest.raises(UsageError, match=r"laid out in a way that cannot be extended"):
        new_exercise(Course.load(course.folder), "bad/triple", None)
    course.write("course.toml", table)
    assert snapshot(course.folder) == before


def test_a_new_chapter_and_what_certify_says_of_it(course) -> None:
    title = 'Says "hello" — \\ twice'
    run = run_grader("new", "nice/wave", "--new-chapter", title, folder=course.folder)
    assert run.status == 0 and "The chapter stands last" in run.stdout, run.stderr
    chapter = Course.load(course.folder).chapters[-1]
    assert chapter.title == title
    (exercise,) = chapter.exercises
    assert exercise.file.with_name("README.md").read_text("utf-8").startswith(f"# {title}\n")
    proved = run_grader("certify", "wave", folder=course.folder)
    assert proved.status == 1 and "Nothing is proved yet." in proved.stdout
    files = (exercise.solution, exercise.suite, exercise.mistakes, exercise.file.parent)
    for path in files:
        assert f"{path.relative_to(course.folder).as_posix()}" in proved.stdout
    assert "course.toml, nice/wave, is to be filled in: what a learner can do" in proved.stdout
    graded = course.grade("wave", "--target", "solutions", "--strict")
    assert graded.status == 0, graded.stdout  # what is made works as it is
    # Another one in the same chapter, and in a chapter whose files stand in another's folder.
    new_exercise(Course.load(course.folder), "nice/shout", None)
    table = (course.folder / "course.toml").read_text("utf-8")
    course.write("course.toml", table.replace('name = "nice"', 'name = "kind"\nfolder = "nice"'))
    new_exercise(Course.load(course.folder), "kind/whisper", None)
    names = [exercise.name for exercise in Course.load(course.folder).exercises]
    assert names == ["bad/double", "nice/wave", "nice/shout", "nice/whisper"]


# Entries


KNOWN = 'hints = ["Think."]\n\n[[equivalent]]\nline = "a"\nbecomes = "b"\nreason = "no"\n'
RIGHT = "def double(x):\n    return x + x  # \\ and '''quotes'''\n"
RIGHT_LOOP = "def double(x):\n    y = x.copy()\n    y += x\n    return y"  # no newline at the end
WRONG = SOLUTION.replace("2x.", "3x, says the docstring too.").replace("2.0 * x", "3.0 * x")


def test_entries_from_files(course, tmp_path) -> None:
    course.write("course/suites/bad/test_double.py", SUITE)
    toml = course.folder / "course/mistakes/bad/double.toml"
    course.write("course/mistakes/bad/double.toml", KNOWN)

    exercise = Course.load(course.folder).one("double")
    file = tmp_path / "name.py"
    for content, sentence in (
        (SOLUTION.encode(), "does what the solution does"),
        (SOLUTION.replace("# TODO", "# DONE").encode(), "does what the solution does"),
        (b"def double(x):\n    return 2 *\n", "name.py:2 is no Python"),
        (b"\xff\xfe", "cannot be used"),
        (None, "cannot be read"),
    ):
        file.write_bytes(content) if content else file.unlink()
        with pytest.raises(UsageError, match=sentence):
            add_entry(Course.load(course.folder), exercise, "mistake", file, None)

    def new(sort: str, name: str, content: str) -> tuple[int, str]:
        (tmp_path / name).write_text(content, "utf-8")
        run = run_grader("new", sort, "double", tmp_path / name, folder=course.folder)
        assert "Traceback" not in run.stderr
        return run.status, run.stdout + run.stderr

    for sort, content, sentence in (
        ("--mistake", RIGHT, "No test of the suite catches"),
        ("--alternative", WRONG, "fails test_worked_example"),
        ("--alternative", "raise SystemExit\n", "fails test_"),
    ):
        status, said = new(sort, "name.py", content)
        assert status == 2 and sentence in said
    assert toml.read_text("utf-8") == KNOWN

    for sort, name, content in (
        ("--mistake", "Three times.py", WRONG),
        ("--alternative", "sum.py", RIGHT),
        ("--alternative", "loop.py", RIGHT_LOOP),
    ):
        status, said = new(sort, name, content)
        assert status == 0, said
    assert new("--mistake", "other.py", WRONG)[0] == 2  # it is known by another name
    assert new("--mistake", "sum.py", WRONG.replace("3.0", "4.0"))[0] == 2  # the name is taken
    known = load_knowledge(Course.load(course.folder).one("double"))
    (mistake,) = known.mistakes
    assert (mistake.name, mistake.replace) == ("three-times", "return 2.0 * x")
    assert [each.name for each in known.alternatives] == ["sum", "loop"]
    assert RIGHT.split("\n")[1] in known.alternatives[0].source
    order = re.findall(r"^\[\[(\w+)\]\]", toml.read_text("utf-8"), re.MULTILINE)
    assert order == ["mistake", "alternative", "alternative", "equivalent"]
    assert toml.read_text("utf-8").count("FILL IN:") == 3

    form = 'forms = [{ replace = "2.0 * x", with = "5.0 * x" }]\n'
    toml.write_text(toml.read_text("utf-8").replace("feedback", form + "feedback", 1), "utf-8")
    file.write_text(WRONG.replace("3.0", "5.0"), "utf-8")
    with pytest.raises(UsageError, match="three-times"):  # in another form
        add_entry(Course.load(course.folder), exercise, "mistake", file, None)
    status, said = new("--mistake", "name.py", WRONG.replace("3.0", "7.0"))
    assert status == 0, said
    known = load_knowledge(Course.load(course.folder).one("double"))
    assert [each.name for each in known.mistakes] == ["three-times", "three-times", "name"]
