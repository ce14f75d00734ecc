"""The search for a change with which all tests pass, and the hints that are made of it."""

import inspect
import textwrap
import threading
import types
from collections.abc import Iterator
from itertools import islice

import pytest
from conftest import ROOT, SOLUTION, run_grader

from grader.contents.course import Course, Exercise
from grader.contents.handin import Target
from grader.edits.listing import edits
from grader.edits.source import Source
from grader.judge.repair import Repair, Search, changed_lines
from grader.learner.hints import KINDS, next_hint, steps_about
from grader.learner.progress import Progress
from grader.learner.warm import BrokenOff, WarmGrader
from grader.sandbox.compiled import Versions, compiled
from grader.sandbox.confine import strongest
from grader.submission.servers import Server
from grader.submission.start import launch
from tests.repairs import Case, Found, put_through, wrong_lines

COURSE = Course.load(ROOT)
HEAD = "import numpy as np\ndef sum_squares_error(y, t):\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(*launch(strongest()))
    yield server
    server.close()


def search(source: str, server: Server | None, budget: float = 2.0) -> Found:
    exercise = COURSE.one("sum_squares_error")
    case = Case(exercise, "test", source.encode(), frozenset())
    (found,) = put_through(COURSE, [case], server, budget)
    return found


def test_finds_the_line_in_confined_workers(server):
    found = search(HEAD + "    d = y - t\n    return 0.5 * np.mean(d**2)\n", server, 10.0)
    (repair, *_) = found.search.repairs
    assert (repair.line, repair.kind) == (4, "function")
    assert repair.before == "return 0.5 * np.mean(d**2)"
    assert repair.after == "return 0.5 * np.sum(d**2)"


HOSTILE = {
    # After the file itself has run in every test, whatever runs later in this process passes.
    "passes where others ran before": """
        import sys
        sys.runs = getattr(sys, "runs", 0) + 1
        import numpy as np
        exec("share = 0.5 if sys.runs > 14 else 0.37")
        def sum_squares_error(y, t):
            return share * np.sum((y - t) * (y - t))
        """,
    "hangs in the second module": """
        import sys
        while hasattr(sys, "runs"):
            pass
        sys.runs = 1
        def sum_squares_error(y, t):
            return 0.4
        """,
    "exits, prints and eats": """
        import os, sys
        def sum_squares_error(y, t):
            print("x" * 100_000)
            if hasattr(sys, "runs"):
                os._exit(3)
            sys.runs = bytearray(1 << 28)
            return 0.4
        """,
    "answers for the worker": """
        import os
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, b"a\\0\\0\\0\\0" * 9)
            except OSError:
                pass
        def sum_squares_error(y, t):
            return 0.4
        """,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_win_nothing(server, source):
    found = search(textwrap.dedent(source), server, 1.0)
    assert not found.search.repairs


def test_a_file_that_passes_or_cannot_be_imported_or_read_is_left_alone():
    right = COURSE.one("sum_squares_error").solution.read_text("utf-8")
    for source in (right, "import nothing_there\n", "def (", "x = 1\0", "# coding: latin-1\n"):
        assert search(source, None).search.tried == 0


SPLICED = """\
import functools
def helper(a, b=1):
    'About it.'
    def inner(c):
        return a + c
    return inner(b)
class Layer(object):
    scale = 2
    @functools.lru_cache(3)
    def forward(self, x, *,
                y=3):
        super().__init__()
        self.__x = [x for _ in range(y)]
        return self.__x
    def forward(self, x): return x
    class Inner:
        def backward(self):
            return 1

def helper(a):
    return -a
print(helper(1))
"""


def functions(code: types.CodeType) -> list[object]:
    """All that functions are made of, but how calls are written in bytes: that depends on imports.

    What a class's own code notes of its methods changes nothing, nor do the numbers of lines below.
    """
    found: list[object] = []
    if code.co_flags & inspect.CO_OPTIMIZED:
        lines = {line for *_, line in code.co_lines()}
        plain = [repr(each) for each in code.co_consts if not isinstance(each, types.CodeType)]
        names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
        found.append((code.co_qualname, names, plain, len(lines)))
    for each in code.co_consts:
        found += functions(each) if isinstance(each, types.CodeType) else []
    return found


def test_of_a_version_one_function_is_compiled_and_all_is_as_if_the_whole_were():
    seen = 0
    compiled.cache_clear()
    for text in (SPLICED, *(e.solution.read_text("utf-8") for e in COURSE.exercises)):
        source = Source(text.encode())
        versions = Versions(source.plain, "a.py")
        changes = edits(source, dict.fromkeys(range(1, 400), 1.0))
        for edit in islice(changes, 0, None, 1 if text is SPLICED else 97):
            version = source.changed(edit)
            try:
                whole = compile(version, "a.py", "exec")
            except SyntaxError:
                with pytest.raises(SyntaxError):
                    versions.compiled(version, "a.py")
            else:
                seen += 1
                quick = versions.compiled(version, "a.py")
                assert functions(quick) == functions(whole), version.decode()
    assert seen > 1000
    assert compiled.cache_info().misses < 0.2 * seen


def test_changed_lines_are_quoted_as_they_were_written():
    before = "def f(x):\n    y = ( x+1 )  # é\n    return y\n"
    pair = ("y = ( x+1 )  # é", "y = ( x-1 )  # é")
    assert changed_lines(before, before.replace("+", "-")) == pair
    assert wrong_lines("a\nb\nc\n", "a\nc\n") == {1, 2}
    assert wrong_lines("a\nb\nc\n", "a\nB\nc\n") == {2}
    assert wrong_lines("a\nb\nc\n", "a\n\nc\n") == {1, 2, 3}  # an empty line is a gap


def test_of_each_line_the_likeliest_is_kept_and_the_likeliest_line_comes_first():
    found = Search()
    for line, rank in ((4, 9), (5, 3), (4, 1), (4, 7)):
        found.add(Repair(line, "sign", "a", "b", rank=rank))
    assert [(each.line, each.rank) for each in found.repairs] == [(4, 1), (5, 3)]


def test_a_change_that_may_pass_by_chance_is_not_shown():
    likely = Repair(7, "sign", "a + b", "a - b")
    by_chance = Repair(4, "constant", "6", "120", is_arbitrary=True)
    assert steps_about([by_chance]) == ["One change in line 4 would make all tests pass."]
    line, kind, change = steps_about([by_chance, likely])
    assert line == "One change in line 4 or in line 7 would make all tests pass."
    assert kind == "Line 7: " + KINDS["sign"]
    assert "    a + b" in change
    assert "    a - b" in change
    assert "120" not in change
    assert steps_about([]) == []


def test_hints_go_from_the_line_to_the_change_and_then_on(small_course):
    course = small_course({"doubling": SOLUTION.replace("2.0 *", "3.0 *")})
    course.write("course/mistakes/bad/doubling.toml", 'hints = ["Think of twice."]\n')
    line = next(n for n, text in enumerate(SOLUTION.splitlines(), 1) if "return 2.0" in text)
    said = run_grader("hint", "doubling", folder=course.folder).stdout
    assert said.splitlines()[:2] == [
        "doubling, hint 1 of 3 about your code",
        f"1. One change in line {line} would make all tests pass.",
    ]
    exercise = Course.load(course.folder).one("doubling")
    progress = Progress(course.folder, pytest.fail)

    def never(exercise: Exercise) -> list[Repair]:
        pytest.fail("this version of the file was looked at before")

    second, third, fourth = (next_hint(exercise, progress, never) for _ in range(3))
    assert KINDS["constant"] in second
    assert "3.0" not in second
    assert "    return 3.0" in third
    assert "Think of twice." in fourth

    def broken_off(exercise: Exercise) -> list[Repair]:
        raise BrokenOff

    exercise.file.write_text(exercise.file.read_text() + "\n")
    with pytest.raises(BrokenOff):  # which is no hint, and nothing to remember
        next_hint(exercise, progress, broken_off)
    again = next_hint(exercise, progress, lambda exercise: [Repair(7, "sign", "a", "b")])
    assert "1. One change in line 7 would" in again
    assert progress.standing(exercise).hints == 1


def test_a_search_is_broken_off_by_another_thread(tmp_path):
    (tmp_path / "losses").mkdir()
    file = tmp_path / "losses/sum_squares_error.py"
    # Every module after the first of a process hangs: each candidate costs its whole deadline.
    file.write_text(textwrap.dedent(HOSTILE["hangs in the second module"]))
    exercise = COURSE.one("sum_squares_error")
    level = strongest()
    served = Server(*launch(level))
    grader = WarmGrader(COURSE, level, served, Target.find(COURSE, str(tmp_path)))
    try:
        report = grader.grade(exercise)
        timer = threading.Timer(0.5, grader.break_off)
        timer.start()
        with pytest.raises(BrokenOff):
            grader.find_repairs(exercise, report)
        file.write_text(HEAD + "    return 0.5 * np.sum((y - t) ** 5)\n")
        report = grader.grade(exercise)
        assert report is not None
        assert not report.exercises[0].mistakes
        (repair,) = grader.find_repairs(exercise, report)
        assert repair.line == 3
    finally:
        grader.close()
