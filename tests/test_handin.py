"""What is read of a hand-in, whatever is put in its place meanwhile; and what travels with it."""

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION, SmallCourse, all_tests

from grader.contents.course import Chapter, Course, Exercise, imported_modules
from grader.contents.handin import MAX_SOURCE, Target, Task

OWN = b"def double(x):\n    return 2.0 * x\n"
SECRET = b"SECRET = 1\n"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no FIFOs, and links need rights")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Three exercises whose solutions are there; the last one imports the first."""
    exercises = tuple(Exercise(f"bad/{name}", "", tmp_path) for name in ("one", "two", "three"))
    for exercise in exercises:
        exercise.solution.parent.mkdir(parents=True, exist_ok=True)
        exercise.solution.write_bytes(OWN)
    exercises[2].solution.write_bytes(b"from .one import double\n")
    (tmp_path / "hand-in" / "bad").mkdir(parents=True)
    return Course(tmp_path, "", (Chapter("bad", "", exercises),))


def read(course: Course, number: int = 0, imports: str = "reference") -> Task:
    target = Target.find(course, str(course.root / "hand-in"))
    return target.task(course, course.exercises[number], imports)


def put_link(path: Path) -> None:
    path.with_name("other").write_bytes(SECRET)
    path.symlink_to("other")


def put_linked_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.with_name("elsewhere").joinpath(path.name).write_bytes(SECRET)
    path.parent.symlink_to("elsewhere")


ODD = {
    "a link": (put_link, "is a link; only a plain file is graded."),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "is a link"),
    "a folder that is a link": (put_linked_folder, "is a link"),
    "a FIFO": (lambda path: os.mkfifo(path), "is neither a file nor a link to one"),
    "a folder": (lambda path: path.mkdir(), "is neither a file nor a link to one"),
    "nothing": (lambda path: None, "one.py is missing."),
    "no chapter": (lambda path: path.parent.rmdir(), "one.py is missing."),
    "much": (lambda path: path.write_bytes(bytes(MAX_SOURCE + 1)), "is larger than 1 MiB"),
    "endless": (lambda path: path.touch() or os.truncate(path, 1 << 40), "is larger than 1 MiB"),
}  # fmt: skip


@posix
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_plain_file_is_not_read(course: Course, kind: str) -> None:
    put, sentence = ODD[kind]
    put(course.root / "hand-in" / "bad" / "one.py")
    task = read(course)
    assert sentence in task.problem
    assert (task.files["bad.one"][1], task.sha256) == (b"", "")
    assert read(course, 2, "own").files.get("bad.one", ("", b""))[1] == b""


def test_a_hard_link_is_a_file_like_any_other(course: Course) -> None:
    (course.root / "original").write_bytes(OWN)
    os.link(course.root / "original", course.root / "hand-in" / "bad" / "one.py")
    task = read(course)
    assert (task.files["bad.one"][1], task.problem) == (OWN, "")


SWAP = """
import os, sys
os.chdir(sys.argv[1])
while True:
    for other in ("bad/link", "bad/fifo", "bad/own"):
        os.link(other, "bad/new", follow_symlinks=False)
        os.rename("bad/new", "bad/one.py")
    os.rename("bad", "real"); os.symlink("elsewhere", "bad")
    os.unlink("bad"); os.rename("real", "bad")
"""


@posix
def test_what_is_swapped_in_meanwhile_is_not_followed(course: Course) -> None:
    folder = course.root / "hand-in"
    for name, content in {"bad/own": OWN, "elsewhere/one.py": SECRET, "secret": SECRET}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "bad" / "link").symlink_to(folder / "secret")
    os.mkfifo(folder / "bad" / "fifo")
    target = Target.find(course, str(folder))
    swapper = subprocess.Popen([sys.executable, "-c", SWAP, str(folder)])
    gc.collect()  # what other tests have left open
    opened = len(os.listdir("/dev/fd"))
    found = set()
    try:
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            task = target.task(course, course.exercises[0], "reference")
            found.add((task.files["bad.one"][1], task.problem.rpartition("one.py ")[2][:8]))
        assert swapper.poll() is None
    finally:
        swapper.kill()
        swapper.wait()
    assert {source for source, _ in found} <= {OWN, b""}
    assert {(OWN, ""), (b"", "is a lin"), (b"", "is neith")} <= found
    assert len(os.listdir("/dev/fd")) <= opened


def test_a_file_that_grows_is_read_to_its_limit(course: Course) -> None:
    path = course.root / "hand-in" / "bad" / "one.py"
    path.write_bytes(b"#" * MAX_SOURCE)
    end = threading.Event()

    def grow() -> None:
        with path.open("ab") as file:
            while not end.is_set() and file.tell() < 1 << 28:
                file.write(b"#" * (1 << 20))

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        while "larger" not in (problem := read(course).problem):
            assert problem == ""
    finally:
        end.set()
        thread.join()


# What travels


def test_only_what_is_imported_travels(course: Course) -> None:
    hand_in = course.root / "hand-in" / "bad"
    (hand_in / "two.py").write_bytes(b'"""one"""  # one\n' + OWN)
    (hand_in / "three.py").write_bytes(OWN)
    assert set(read(course, 1).files) == {"bad.two"}
    # What the solution imports does so even where the hand-in cannot be read.
    assert set(read(course, 2).files) == {"bad.three", "bad.one"}
    (hand_in / "three.py").write_bytes(b"from .two import double\n)")
    assert set(read(course, 2).files) == {"bad.three", "bad.one", "bad.two"}
    own = read(course, 2, "own")
    assert own.handed_in == set(own.files) == {"bad.three", "bad.two"}
    assert own.files["bad.two"][1] == (hand_in / "two.py").read_bytes()
    assert set(own.reference_files()) == {"bad.one", "bad.two", "bad.three"}


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("from ..losses.one_hot import one_hot", {"losses.one_hot"}),
        ("from .step import step as s", {"here.step"}),
        ("from . import step, other as o", {"here.step", "here.other"}),
        ("from ..losses import (\n    one_hot,\n    other,\n)", {"losses.one_hot", "losses.other"}),
        ("from exercises.losses.one_hot import *", {"losses.one_hot"}),
        ("import numpy, exercises.losses.one_hot as o", {"losses.one_hot"}),
        ("if True: x = 1; from .step import step; import os", {"here.step"}),
        ("try:\n\tfrom .step import step\nexcept ImportError: pass", {"here.step"}),
        ("# from .step import step\nx = 'from .step import step'", set()),
        ("import numpy as np\nfrom collections import deque\nfrom here.step import step", set()),
        ("step = one_hot = 'losses.one_hot'", set()),
    ],
)
def test_the_imports_of_a_source(source: str, modules: set[str]) -> None:
    assert imported_modules(source.encode(), "here.this") == modules


@pytest.mark.parametrize(
    "source", [b"from . import (" * 70_000, b"\n" * (1 << 20), b"from .a import b\n" * 60_000,
               b"from " + b"." * 1_000_000, b"-" * 1_000_000, b"import exercises." * 60_000],
    ids=["parentheses", "lines", "imports", "dots", "depth", "names"],
)  # fmt: skip
def test_no_source_makes_the_search_slow(source: bytes) -> None:
    started = time.process_time()
    imported_modules(source, "here.this")
    assert time.process_time() - started < 1.0


def test_every_solution_gets_what_it_imports() -> None:
    course = Course.load(ROOT)
    target = Target.find(course, "solutions")
    travelling = {e.stem: set(target.task(course, e, "reference").files) for e in course.exercises}
    assert travelling["train"] >= {"training.mini_batch", "training.train"}
    assert travelling["relu"] == {"activations.relu"}


LINE = "return np.array([4.0, 4.0]) / 2.0 * x"
EARLIER = SOLUTION.replace("return 2.0 * x", LINE)
READER = """
import sys
from .earlier import double as twice

frame = sys._getframe()
while "files" not in frame.f_locals:
    frame = frame.f_back
texts = [source.decode() for _, source in frame.f_locals["files"].values()]
"""
SHOWN = {  # how the second exercise tries to have the first one's solution shown
    "prints": "    print('spam', *texts, 'eggs')\n    return x\n",
    "prints_data": "    print(texts)\n    return x\n",
    "raises": "    raise ValueError('spam' + texts[0] + texts[1])\n",
    "returns": "    return texts\n",
    "fails_there": "    return twice(np.ones((3, 5)))\n",
    "looks_for_more": "    print(len(texts), 'files')\n    return x\n",
}


def test_no_line_of_a_solution_is_in_a_report(small_course: Callable[..., SmallCourse]) -> None:
    files = {name: f"{READER}import numpy as np\ndef double(x):\n{body}"
             for name, body in SHOWN.items()}  # fmt: skip
    course = small_course({"earlier": SOLUTION, "another": SOLUTION, **files})
    course.write("solutions/bad/earlier.py", EARLIER)
    run = course.grade("--format", "json", "--jobs", "2", "--imports", "reference")
    assert (run.status, run.report["faults"]) == (0, [])
    assert LINE[:24] not in run.stdout
    tests = {name: all_tests(run.exercises[name])[0] for name in files}
    assert "left out here" in tests["prints"]["stdout"] and "eggs" in tests["prints"]["stdout"]
    assert '"""Twice as much."""' in tests["prints"]["stdout"]  # which stands in the stub as well
    for name in ("raises", "returns"):  # what is returned is cut in the middle of a line
        assert "left out here" in tests[name]["message"], name
    assert "solutions/bad/earlier.py:13\n" in tests["fails_there"]["message"] + "\n"
    assert tests["looks_for_more"]["stdout"] == "2 files\n"
