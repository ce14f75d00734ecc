"""The search for a change with which all tests pass, and the hints that are made of it."""

import ast
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
from grader.judge.repair import Repair, changed_lines
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


ODD = '''\
"""Ünïcode before the code: {x}."""
import numpy as np
class A(object):
    z: int = 3; w = (1,)
    def __init__(self, a, *rest, b=2, **more): self.a = a; self.ß = b
    async def f(self, x):
        async with x as y, y: await x
        return [i async for i in x if not i][::-1], {**x, "é": x ^ 2 | 3 & 4 << 1 >> 2}
    def g(self, x):
        try:
            x[..., 1:, None] @= (yield x); del x[0]
        except* (OSError, ValueError) as e:
            raise e from None
        finally:
            print(f"{x!r:>{10}}", *x, sep="\\n"); (n := 10)
        match x:
            case [1, *_] | {"k": 2}: return lambda *p, q=1: -p[0] if p else ~q
        global h
        for i, (j, k) in x: # in between
            if i: continue
            else: assert (i < j <= k) is not (x if i
                else k), "é" "ü"
        return sum(v for v in x) + max(x, key=lambda v: v % 2) // 3 ** -2
'''


def test_changes_of_odd_code_are_code():
    source = Source(ODD.encode())
    assert ast.dump(source.tree) == ast.dump(ast.parse(ODD))
    broken = seen = 0
    for edit in edits(source, dict.fromkeys(range(1, 99), 1.0)):
        assert edit.kind in KINDS
        changed = source.changed(edit)
        seen += 1
        if seen % 5 == 0:
            try:
                compile(changed, "odd", "exec")
            except SyntaxError:
                broken += 1
    assert seen > 2000
    assert broken < seen / 5 / 10


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


METHOD = "class A:\n    def __init__(self, lr=0.1):\n        self.lr = lr\n        self.t = 0\n{}"
# What was written, and what one change has to make of its last lines.
MENDED = {
    "a value that is never read": ("def f(x, lr):\n    return x\n", "    return x * lr\n"),
    "an import that is never used": (
        "from .m import soft\ndef f(x):\n    return x / (1 + x)\n", "    return soft(x)\n"
    ),
    "a function of two": (
        "from .m import loss\ndef f(x, t):\n    return (x - t)**2\n", "    return loss(x, t)\n"
    ),
    "a function that the file has": (
        "def s(x):\n    return x\ndef f(x):\n    y = x\n    return y\n",
        "    y = s(x)\n    return y\n",
    ),
    "an attribute that should be kept": (
        METHOD.format("    def f(self, x):\n        t = x\n"), "        self.t = t = x\n"
    ),
    "another key": ('def f(p):\n    return p["a"], p["b"]\n', '    return p["a"], p["a"]\n'),
    "rows one by one": (
        "def f(y, t):\n    return y[:, t]\n",
        "    return y[np.arange(len(y)), t]\n",
    ),
    "a slice": ("def f(t, n, rows):\n    return t[:n]\n", "    return t[rows]\n"),
    "what was there before": (
        "def f(x):\n    old = x[0]\n    x[0] = 1\n    g(x)\n    x[0] -= 1\n",
        "    x[0] = old - 1\n",
    ),
    "not put back": (
        "def f(x):\n    for i in x:\n        old = x[i]\n        x[i] = 1\n        g(x)\n",
        "        g(x)\n        x[i] = old\n",
    ),
    "two names that come together": (
        "def f(x, t, x_test, t_test):\n    return g(x, t)\n", "    return g(x_test, t_test)\n"
    ),
    "an option": (
        "def g(x, flag=False):\n    return x\ndef f(x):\n    return g(x)\n",
        "    return g(x, flag=True)\n",
    ),
    "a condition": (
        "def f(x, train):\n    if train:\n        g(x)\n",
        "    if not train:\n        g(x)\n",
    ),
    "the other way round": (
        "def f(x):\n    for i in x:\n        g(i)\n",
        "    for i in reversed(x):\n        g(i)\n",
    ),
    "a value for a function": ("def f(x):\n    g(h(x))\n", "    g(lambda _: h(x))\n"),
    "printed": ("def f(x):\n    print(x)\n", "    return x\n"),
    "a block that did not run": (
        "def f(x):\n    if x:\n        y = 1\n        return y\n",
        "    if x:\n        y = 1\n    return y\n",
    ),
    "misspelt": (
        "class A:\n    def __init(self):\n        pass\n",
        "    def __init__(self):\n        pass\n",
    ),
    "a logarithm's tiny number": (
        "def f(x):\n    return 2 * np.log(x) + 1e-7\n", "    return 2 * np.log(x + 1e-7)\n"
    ),
    "squares": ("def f(a, b):\n    return a**2 - b**2\n", "    return (a - b)**2\n"),
    "whole numbers": ("def f(x):\n    return x.astype(int)\n", "    return x.astype(float)\n"),
    "what all objects share": (
        "class A:\n    m = 0\n    def f(self):\n        A.m = 1\n        return A.m\n",
        "        self.m = 1\n        return self.m\n",
    ),
    "a divisor that may be 0": (
        "def f(a, b):\n    return a / np.sqrt(b)\n", "    return a / (np.sqrt(b) + 1e-7)\n"
    ),
    "twice in one line": (
        "def f(a, b, c):\n    a += b\n    return c * a + (1 - a)\n",
        "    return c * b + (1 - b)\n",
    ),
    "the same in each term": (
        "def f(a, b, c):\n    return a.T @ b, b.T @ c\n", "    return b.T @ a, c.T @ b\n"
    ),
}


@pytest.mark.parametrize("code", MENDED, ids=str)
def test_changes_that_mend_what_people_get_wrong(code):
    before, last = MENDED[code]
    suspicion = {line: 1.0 for line in range(1, 20) if "did not run" not in code or line < 3}
    source = Source(before.encode())
    assert any(source.changed(e).decode().endswith("\n" + last) for e in edits(source, suspicion))


def test_what_cannot_be_is_not_tried():
    source = Source(
        b"def f(params, lr=0.1):\n"
        b"    for key, value in params.items():\n"
        b"        step = lr * value\n"
        b"        params[key] -= step\n"
    )
    after = "\n".join(source.changed(e).decode() for e in edits(source, dict.fromkeys((3, 4), 1.0)))
    assert "step = lr / value" in after
    for silly in ("lr.shape", "len(lr)", "* params", "key + ", "[key + 1]", "step = lr * step"):
        assert silly not in after


def test_changed_lines_are_quoted_as_they_were_written():
    before = "def f(x):\n    y = ( x+1 )  # é\n    return y\n"
    pair = ("y = ( x+1 )  # é", "y = ( x-1 )  # é")
    assert changed_lines(before, before.replace("+", "-")) == pair
    assert wrong_lines("a\nb\nc\n", "a\nc\n") == {1, 2}
    assert wrong_lines("a\nb\nc\n", "a\nB\nc\n") == {2}
    assert wrong_lines("a\nb\nc\n", "a\n\nc\n") == {1, 2, 3}  # an empty line is a gap


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
