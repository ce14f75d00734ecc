"""What a graded file may import: figures, shared packages, files beside it, other exercises."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SOLUTION, SmallCourse, all_tests, run_grader

from grader.contents.course import bare_names
from grader.contents.handin import MAX_SOURCE, MAX_TRIED
from grader.terminal.saves import Saves

Make = Callable[..., SmallCourse]
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no FIFOs, and links need rights")

STUB = SOLUTION.replace("    return 2.0 * x\n", "    raise NotImplementedError\n")
USES = "\n\ndef double(x):\n    return {}(x)\n"
TWICE = "def twice(x):\n    return 2.0 * x\n"

FIGURES = """
import matplotlib
import matplotlib.pyplot as plt
from matplotlib import cm, pyplot
from matplotlib.animation import FuncAnimation
from mpl_toolkits.mplot3d import Axes3D
from pylab import *
matplotlib.use("Agg")


def double(x):
    fig, ax = plt.subplots()
    fig, (left, right) = plt.subplots(1, 2)
    fig, ((a, b), (c, d)) = pyplot.subplots(2, 2)
    line, = ax.plot(x, x, label="x")
    first, *others, last = ax.lines
    counts, edges, bars = plt.hist(x)
    axes = plt.subplots(2, 2)[1]
    axes[0, 1].plot(x)
    axes[0].title = plt.rcParams["font.size"] = 3
    for each in axes.flat:
        raise AssertionError
    with plt.style.context("ggplot"), plt.rc_context({}) as context:
        pass
    if plt.get_fignums() or ax.get_ylim()[1] * 1.1 > 3 or ax == 1 or isinstance(x, plt.Axes):
        raise AssertionError
    plt.title(f"{ax.get_xlim()[0]:.2f}")
    plt.show()
    return 2.0 * x
"""


def outcome(run, name: str) -> str:
    exercise = run.exercises[name]
    told = [test["message"] for test in all_tests(exercise) if test["message"]]
    return " ".join([exercise["status"], *told[:1]])


def test_figures_are_harmless_and_not_real(small_course: Make) -> None:
    real = f"import matplotlib\nassert not hasattr(matplotlib, '__file__')\n{SOLUTION}"
    returns = f"from matplotlib import pyplot{USES.format('pyplot.plot')}"
    course = small_course({"figures": FIGURES, "real": real, "returns": returns})
    run = course.grade("--format", "json", "--jobs", "1")
    assert outcome(run, "figures") == "solved"
    assert outcome(run, "real") == "solved"
    assert outcome(run, "returns").startswith("failed")


SHARED = {
    "shelf/__init__.py": "",
    "shelf/books.py": "from pathlib import Path\nfrom .more import two\n"
    "def factor():\n    text = (Path(__file__).parent / 'data' / 'factor').read_text()\n"
    "    return float(text) + two - 2\n",
    "shelf/more.py": "two = 2\n",
    "shelf/data/factor": "2.0",
    "solutions/bad/secret.txt": "2.0",
}
READS = "from shelf.books import factor\n\n\ndef double(x):\n    return factor() * x\n"
STEALS = """
import shelf
from pathlib import Path
from shelf.books import factor


def double(x):
    return float((Path(shelf.__file__).parents[1] / "solutions/bad/secret.txt").read_text()) * x
"""


def test_shared_packages_are_there_with_their_data_and_nothing_else(small_course: Make) -> None:
    course = small_course({"reads": READS, "steals": STEALS})
    toml = (course.folder / "course.toml").read_text()
    course.write("course.toml", f'shared = ["shelf"]\n{toml}')
    for path, content in SHARED.items():
        course.write(path, content)
    for level in ("landlock", "limits", "none"):
        run = course.grade("--format", "json", "--jobs", "1", "--confinement", level)
        if run.status != 2 or level != "landlock":  # where there is no Landlock
            assert outcome(run, "reads") == "solved", level
        if level == "landlock" and run.status == 0:
            assert "PermissionError" in outcome(run, "steals")
    assert outcome(course.grade("reads", "--format", "json", "--in-process"), "reads") == "solved"


def test_the_digits_are_there(tmp_path: Path) -> None:
    solution = (ROOT / "solutions" / "losses" / "one_hot.py").read_text("utf-8")
    (tmp_path / "losses").mkdir()
    (tmp_path / "losses" / "one_hot.py").write_text(
        "from dataset.mnist import load_mnist\n(x, t), test = load_mnist()\n"
        f"assert x.shape == (1437, 64), x.shape\n{solution}"
    )
    run = run_grader("grade", "one_hot", "--target", tmp_path, "--format", "json")
    assert outcome(run, "one_hot") == "solved"


HELPED = {
    "relative": "from .helper import twice" + USES.format("twice"),
    "package": "from . import helper" + USES.format("helper.twice"),
    "absolute": "from exercises.bad.helper import twice" + USES.format("twice"),
    "plain": "import numpy as np, helper" + USES.format("helper.twice"),
    "named": "from helper import (\n    twice as f,\n)" + USES.format("f"),
    "chain": "from chained import twice" + USES.format("twice"),
    "cycle": "from . import around\n\n\ndef one():\n    return 2.0" + USES.format("around.twice"),
    "twins": "import helper\nfrom . import helper as other\nassert helper is other\n" + SOLUTION,
    "shadowed": "import json\nimport numpy\nimport grader\njson.loads('1')\n" + SOLUTION,
}
HELPERS = {
    "helper": TWICE,
    "chained": "from .helper import twice\n",
    "around": "import cycle\n\n\ndef twice(x):\n    return cycle.one() * x\n",
    "json": "raise SystemExit\n",
    "numpy": "raise SystemExit\n",
    "grader": "raise SystemExit\n",
}


def test_files_of_ones_own_can_be_imported_and_are_named(small_course: Make) -> None:
    course = small_course(HELPED)
    for name, source in HELPERS.items():
        course.write(f"exercises/bad/{name}.py", source)
    run = course.grade("--format", "json", "--jobs", "2")
    assert {name: outcome(run, name) for name in HELPED} == dict.fromkeys(HELPED, "solved")
    named = {
        name: [Path(helper["path"]).stem for helper in run.exercises[name]["helpers"]]
        for name in HELPED
    }
    assert named == {
        **{name: ["helper"] for name in HELPED},
        "chain": ["chained", "helper"],
        "cycle": ["around"],
        "shadowed": [],
    }
    sha256 = hashlib.sha256(TWICE.encode()).hexdigest()
    path = str(Path("exercises/bad/helper.py"))
    assert run.exercises["plain"]["helpers"] == [{"path": path, "sha256": sha256}]
    assert f"Graded together with {path}." in course.grade("plain").stdout
    run = course.grade("plain", "chain", "--format", "json", "--in-process")
    assert (outcome(run, "plain"), outcome(run, "chain")) == ("solved", "solved")


def link(path: Path) -> None:
    path.with_name("other").write_text(TWICE)
    path.symlink_to("other")


def many(path: Path) -> None:
    path.write_text("".join(f"import n{number}\n" for number in range(MAX_TRIED)) + TWICE)


ODD = {
    "link": (link, "_helper.py is a link; only a plain file is graded."),
    "pipe": (lambda path: os.mkfifo(path), "_helper.py is neither a file nor a link to one"),
    "large": (lambda path: path.write_bytes(bytes(MAX_SOURCE + 1)), "is larger than 1 MiB"),
    "half": (lambda path: path.write_bytes(b"#" * MAX_SOURCE), "and what it imports are larger"),
    "many": (many, f"and what it imports name more than {MAX_TRIED} modules"),
    "broken": (lambda path: path.write_text("1 +\n"), "_helper.py, which broken imports."),
    "open": (lambda path: path.write_text("def twice(x): raise NotImplementedError\n"),
             "failed exercises/bad/open_helper.py is not written yet, and open needs it."),
    "missing": (lambda path: None, "there is no 'bad.missing_helper' to import here"),
}  # fmt: skip


@posix
def test_odd_helpers_are_not_read(small_course: Make) -> None:
    course = small_course(
        {name: f"from .{name}_helper import twice" + USES.format("twice") for name in ODD}
    )
    for name, (put, _) in ODD.items():
        put(course.folder / "exercises" / "bad" / f"{name}_helper.py")
    run = course.grade("--format", "json", "--jobs", "1")
    assert (run.status, run.stderr) == (0, "")
    for name, (_, sentence) in ODD.items():
        assert sentence in outcome(run, name), name


def test_a_helper_is_no_way_to_a_later_or_ones_own_solution(small_course: Make) -> None:
    course = small_course(dict.fromkeys(("one", "two"), SOLUTION))
    course.write("exercises/bad/one.py", "from helper import double\n")
    course.write("exercises/bad/helper.py", "from .two import double\n")
    run = course.grade("one", "--format", "json")
    assert "there is no 'bad.two' to import" in outcome(run, "one")
    course.write("exercises/bad/helper.py", "from one import double\n")
    run = course.grade("one", "--format", "json")
    assert "cannot import name 'double'" in outcome(run, "one")


IMPORTING = "from .{} import double as twice" + USES.format("twice")
WRONG = SOLUTION.replace("2.0 * x", "3.0 * x")


def test_imports_are_ones_own_where_these_are_solved(small_course: Make) -> None:
    mine = SOLUTION.replace("return 2.0 * x", "print('mine')\n    return x + x")
    course = small_course(
        {
            "right": mine,
            "wrong": WRONG.replace("return", "print('mine')\n    return"),
            "stub": STUB,
            "through": IMPORTING.format("right"),
            "last": "from .through import double as twice\nfrom .wrong import double as thrice\n"
            "from stub import double as again\n"
            "\n\ndef double(x):\n    return twice(x) + thrice(x) - again(x)\n",
        }
    )
    used = {"right": "own", "wrong": "reference", "stub": "reference", "through": "own"}
    for arguments in ([], ["last"], ["last", "--in-process"]):
        run = course.grade(*arguments, "--format", "json", "--jobs", "2")
        assert run.status == 0 and len(run.exercises) == (1 if arguments else 5)
        last = run.exercises["last"]
        assert outcome(run, "last") == "solved"
        assert {e["name"][4:]: e["origin"] for e in last["imports"]} == used
    told = "".join(test["stdout"] for test in all_tests(run.exercises["last"]))
    text = " ".join(course.grade("last").stdout.split())
    assert told.count("mine") in (0, 2)  # in this process it goes to the terminal
    assert (
        "Imports: your right and through; the reference's wrong and stub, "
        "because yours are not solved yet." in text
    )
    run = course.grade("last", "--imports", "reference")
    assert "Imports: the reference's wrong, stub and through." in " ".join(run.stdout.split())


def test_what_is_known_of_an_import_is_what_its_file_is_now(small_course: Make) -> None:
    course = small_course({"one": SOLUTION, "two": IMPORTING.format("one")})
    course.grade()  # and it is noted in the learner's progress
    course.write("exercises/bad/one.py", WRONG)
    run = course.grade("two", "--format", "json")
    assert outcome(run, "two") == "solved"
    assert run.exercises["two"]["imports"][0]["origin"] == "reference"


def test_a_failure_that_comes_from_another_file_names_it(small_course: Make) -> None:
    course = small_course(
        {
            "one": STUB,
            "two": IMPORTING.format("one"),
            "bad": SOLUTION.replace("return", "1 / 0\n    return"),
            "three": IMPORTING.format("bad"),
        }
    )
    run = course.grade("--format", "json", "--imports", "own")
    assert run.exercises["one"]["status"] == "not started"
    path = Path("exercises/bad")
    assert outcome(run, "two").startswith(
        f"failed {path / 'one.py'} is not written yet, and two needs it."
    )
    assert f"This comes from {path / 'bad.py'}, which three imports." in outcome(run, "three")
    run = course.grade("--format", "json")
    assert (outcome(run, "two"), outcome(run, "three")) == ("solved", "solved")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("import a, b.c, d as e", {"a", "d"}),
        ("from a import (b,\n  c)", {"a"}),
        ("from .a import b\nfrom . import c\nfrom a.b import d", set()),
        ("x = 1; import a", {"a"}),
        ("# import a\nfrom exercises.b import c", set()),
    ],
)
def test_names_alone_are_found_in_a_source(line: str, names: set[str]) -> None:
    assert bare_names(line.encode()) == names


def test_hostile_sources_are_searched_quickly() -> None:
    for text in ("import " + "a," * 60_000, "from a import b;" * 9000, "import a\n" * 15_000):
        started = time.perf_counter()
        bare_names(text.encode())
        assert time.perf_counter() - started < 2


def test_a_helper_that_is_saved_is_noticed(tmp_path: Path) -> None:
    file, other, helper = (tmp_path / f"{name}.py" for name in ("file", "other", "helper"))
    noticed: list[str] = []
    saves = Saves(tmp_path, lambda: noticed.append("save"), others=[file, other])
    file.write_text("1")
    saves.follow(file)
    saves.start()
    try:
        for count, content in enumerate(("1", "22"), 1):
            helper.write_text(content)
            until = time.monotonic() + 10
            while len(noticed) < count and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(0.15)
        before = len(noticed)
        assert before >= 2
        other.write_text("1")
        time.sleep(0.4)
        assert len(noticed) == before
    finally:
        saves.stop()


SLOW = """
import sys, time
import numpy as np


def double(x):
    if "exercises.bad.user" in sys.modules:
        time.sleep(3)
    return 2.0 * x
"""


def test_imports_that_are_right_and_slow_cost_no_points(small_course: Make) -> None:
    endless = "from .slow import double as twice\n\n\ndef double(x):\n    while 1:\n        pass\n"
    course = small_course({"slow": SLOW, "user": IMPORTING.format("slow"), "endless": endless})
    run = course.grade("--format", "json", "--jobs", "2")
    assert outcome(run, "user") == "solved"
    (imported,) = run.exercises["user"]["imports"]
    assert (imported["origin"], imported["chosen"]) == ("reference", "too slow")
    assert run.exercises["endless"]["status"] == "failed"
    assert run.exercises["endless"]["imports"][0]["origin"] == "own"
    text = " ".join(course.grade("user").stdout.split())
    assert "Imports: the reference's slow, because with your own it takes too long." in text
