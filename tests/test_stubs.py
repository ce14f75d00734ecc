"""Stubs: they come from the solutions, promise what these promise, and give nothing away."""

import ast
import tokenize
from collections.abc import Callable
from io import StringIO

import pytest
from conftest import ROOT, SOLUTION, SmallCourse, run_grader
from hypothesis import given
from hypothesis import strategies as st

from grader.contents.course import Course, Exercise
from grader.contents.stubs import stub_of

COURSE = Course.load(ROOT)
NOT_WRITTEN = "raise NotImplementedError"


def functions(source: str, nested: bool = False) -> list[ast.FunctionDef]:
    """Functions and methods; nested: those inside of functions too."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    inner = {id(node) for outer in nodes for node in ast.walk(outer) if node is not outer}
    return [node for node in nodes if nested or id(node) not in inner]


def promises(source: str) -> list[tuple[str, str, str | None]]:
    """Names, signatures and docstrings of all functions and classes."""
    found = [
        (node.name, ast.unparse(node.args), ast.get_docstring(node)) for node in functions(source)
    ]
    tree = ast.parse(source)
    found += [
        (node.name, str(list(map(ast.unparse, node.bases))), ast.get_docstring(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    return [("", "", ast.get_docstring(tree)), *found]


def todos(source: str) -> dict[int, str]:
    """The TODO comments that have a line of their own, by its number."""
    return {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.line.strip().startswith("# TODO")
    }


def check(solution: str) -> None:
    """What holds for the stub of every solution."""
    stub = stub_of(solution)
    assert promises(stub) == promises(solution)
    assert list(todos(stub).values()) == list(todos(solution).values())
    lines = stub.split("\n")
    nodes = functions(stub, nested=True)
    for start in todos(stub):
        around = [node for node in nodes if node.lineno < start <= (node.end_lineno or 0)]
        end = max(around, key=lambda node: node.lineno).end_lineno
        rest = [line.strip() for line in lines[start - 1 : end]]
        assert rest[-1] == NOT_WRITTEN
        assert all(line.startswith("#") for line in rest[:-1])
    assert stub_of(stub) == stub


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_every_stub_of_the_course(exercise: Exercise) -> None:
    solution = exercise.solution.read_text("utf-8")
    check(solution)
    assert stub_of(solution).count(NOT_WRITTEN) > 0


def test_the_stubs_of_the_repository_are_up_to_date() -> None:
    run = run_grader("stubs", "--check")
    assert (run.status, run.stdout, run.stderr) == (0, "", "")


# Made-up solutions

names = st.sampled_from(["f", "g", "total", "update"])
expressions = st.sampled_from(["1", "x", '"# TODO: no comment"', "[x,\n            1]", "x  # why"])
statements = st.builds("y = {}".format, expressions) | st.sampled_from(
    [
        "for i in range(3):\n            y = i",
        "if x:\n            pass  # TODO: inside an if\n        else:\n            pass",
        '"""A string.\n\n        # TODO: in a string\n        """',
        "pass",
        "",
        "# a comment",
        "# TODO: do this",
        "# TODO: do this\n        # and go on here",
        "def inner(z):\n            return z",
        'def inner(z):\n            """Inner."""\n            # TODO: inner\n            return z',
    ]
)
docstrings = st.sampled_from(
    ['"""Say what."""', '"""Say what.\n\n        # TODO: in here\n        """', ""]
)


@st.composite
def methods(draw: st.DrawFn) -> str:
    """A function of eight columns' indentation inside, at four itself."""
    parameters = draw(
        st.sampled_from(["self, x", "self, x=1, *args, k: int = 2", "self,\n        x,\n    "])
    )
    head = draw(st.sampled_from(["", "@staticmethod\n    "])) + f"def {draw(names)}({parameters}):"
    body = [draw(docstrings), *draw(st.lists(statements, max_size=6)), "return x"]
    if draw(st.booleans()):
        body.append("# at the end")
    return "\n        ".join([head, *body])


@st.composite
def solutions(draw: st.DrawFn) -> str:
    """A module of a class with methods, and functions, in any order."""
    parts = ['"""A module."""', "import numpy as np  # TODO: not in a function", ""]
    for _ in range(draw(st.integers(1, 3))):
        text = "\n\n".join(
            "    " + method for method in draw(st.lists(methods(), min_size=1, max_size=3))
        )
        if draw(st.booleans()):
            text = f"class {draw(names).title()}:\n" + '    """A class."""\n\n' + text
        else:
            text = "\n".join(line[4:] if line[:4].isspace() else line for line in text.split("\n"))
        parts += [text, "", ""]
    return "\n".join(parts)


@given(solutions())
def test_the_stub_of_any_solution(solution: str) -> None:
    ast.parse(solution)
    check(solution)


def test_what_stands_before_the_first_todo_is_given() -> None:
    solution = '''\
def f(x):
    """Doc."""
    y = x + 1
    # TODO: double y
    # and return it
    z = 2 * y
    # TODO: see that it is right
    return z


def given(x):
    return x
'''
    assert (
        stub_of(solution)
        == '''\
def f(x):
    """Doc."""
    y = x + 1
    # TODO: double y
    # and return it
    # TODO: see that it is right
    raise NotImplementedError


def given(x):
    return x
'''
    )


def test_a_todo_without_a_docstring_before_it() -> None:
    assert "return" not in stub_of("def f(x):\n    # TODO: double it\n    return 2 * x\n")


# Writing them


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    return small_course(dict.fromkeys(["missing", "older", "own", "half", "encoded", "windows"]))


HALF = SOLUTION + "\n\ndef triple(x):\n    # TODO: three times x\n    return 3.0 * x\n"


def test_writing_stubs_spares_what_a_learner_wrote(course: SmallCourse) -> None:
    stub = stub_of(SOLUTION)
    half = stub_of(HALF).replace(f"# TODO: return twice x\n    {NOT_WRITTEN}", "return 2.0 * x")
    files: dict[str, str | bytes] = {
        "older": stub.replace("2x.", "Twice x."),
        "own": SOLUTION,
        "half": half,
        "encoded": b"# gr\xf6\xdfer\n",
        "windows": stub.replace("\n", "\r\n"),
    }
    for name, content in files.items():
        course.write(f"exercises/bad/{name}.py", content)
    course.write("solutions/bad/half.py", HALF)

    check = run_grader("stubs", "--check", folder=course.folder)
    assert check.status == 1
    assert check.stdout.splitlines() == [
        f"exercises/bad/{name}.py is not the stub of its solution."
        for name in ("missing", "older", "own", "half", "encoded")
    ]
    written = run_grader("stubs", folder=course.folder)
    assert written.status == 0
    assert written.stdout.splitlines() == [
        "exercises/bad/missing.py written.",
        "exercises/bad/older.py written.",
    ]
    assert written.stderr.splitlines() == [
        f"exercises/bad/{name}.py holds someone's work and is left alone."
        for name in ("own", "half", "encoded")
    ]
    exercises = course.folder / "exercises" / "bad"
    assert (exercises / "missing.py").read_text("utf-8") == stub
    assert (exercises / "half.py").read_text("utf-8") == half

    course.write("solutions/bad/half.py", "def double(x):\n    return (\n")
    broken = run_grader("stubs", folder=course.folder)
    assert broken.status == 2 and len(broken.stderr.splitlines()) == 2
    assert "There is no stub of solutions/bad/half.py: '(' was never closed" in broken.stderr
