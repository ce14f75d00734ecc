"""The tests of a learner's kit: the examples of the docstrings of what was handed out.

An example runs here, and what it calls of the submission's runs in a worker, as with any suite. So
it is the judge that compares, and a failed example is explained by the call and its values.
"""

import ast
import builtins
import doctest
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from ..contents.course import TREE, Exercise
from ..contents.examples import examples_of
from ..contents.stubs import stub_text
from ..expect import Mismatch, assert_close
from ..submission.manners import SubmissionFailure
from ..submission.module import Submission, from_module
from ..words.show import show
from .suites import EMPTY, UNREADABLE, SuiteFault, SuiteTest, load_reference

TITLE = "The examples of {name}"
PRINTS = "{example} prints {got}; the docstring says {want}."
NO_ERROR = "{example} should raise {want}, and raises nothing."
NOTHING = "nothing"

# A docstring shows eight digits, and the last of them is rounded.
RTOL, ATOL = 1e-6, 1e-8
MAX_PRINTED = 100_000  # characters that are compared
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?")
WANTED = {**vars(np), "np": np, "__builtins__": {}}  # what a docstring's values are made of


def example_tests(exercise: Exercise) -> list[SuiteTest]:
    """A test of one point for each docstring with examples. Raises SuiteFault."""
    try:
        source = stub_text(exercise)
        found = examples_of(source)
        reference = load_reference(exercise)
    except Exception as error:
        raise SuiteFault(UNREADABLE.format(name=exercise.name, problem=error)) from None
    if not found:
        raise SuiteFault(EMPTY.format(name=exercise.name))
    theirs = _learners_names(ast.parse(source))
    return [
        _test(exercise, name, _Examples(exercise, examples, vars(reference), theirs))
        for name, examples in found.items()
    ]


def _test(exercise: Exercise, name: str, examples: "_Examples") -> SuiteTest:
    shown = name or exercise.stem
    contents = {"__doc__": TITLE.format(name=shown), "points": 1, "run": staticmethod(examples)}
    part, module = type(shown, (), contents), ModuleType(f"examples of {exercise.name}")
    return SuiteTest(f"{exercise.name}::{shown}", shown, part, "run", {}, ("submission",), module)


def _learners_names(stub: ast.Module) -> frozenset[str]:
    """What the learner's file defines, or imports from other exercises."""
    found = set()
    for node in stub.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom) and (
            node.level or str(node.module).partition(".")[0] == TREE
        ):
            found |= {alias.asname or alias.name for alias in node.names}
    return frozenset(found)


class _Examples:
    """The examples of one docstring, as a test to be called with a submission."""

    def __init__(
        self,
        exercise: Exercise,
        examples: list[doctest.Example],
        given: Mapping[str, Any],
        theirs: frozenset[str],
    ) -> None:
        """given: names that examples may use besides; theirs: those of the learner's file."""
        self._exercise = exercise
        self._examples = examples
        self._given = given
        self._theirs = theirs

    def __call__(self, submission: Submission) -> None:
        """Raises Mismatch, AssertionError, SubmissionFailure, or what a value makes of it."""
        names = {**self._given, **{name: getattr(submission, name) for name in self._theirs}}
        names["__builtins__"] = {**vars(builtins), "__import__": self._importer(submission)}
        for example in self._examples:
            _check(example, names)

    def _importer(self, submission: Submission) -> Callable[..., Any]:
        """What an import statement in an example does: other exercises are the submission's."""

        def find(
            name: str, outside: Any = None, inside: Any = None, names: Any = (), level: int = 0
        ) -> Any:
            steps = [*self._exercise.module.split(".")[:-level], name] if level else []
            if not level and name.startswith(f"{TREE}."):
                steps = [name.removeprefix(f"{TREE}.")]
            if not (steps and names):
                return __import__(name, outside, inside, names, level)
            module = ".".join(step for step in steps if step)
            return SimpleNamespace(
                **{each: from_module(submission, module, each) for each in names}
            )

        return find


def _check(example: doctest.Example, names: dict[str, Any]) -> None:
    """Run one example, and compare what it shows."""
    printed = io.StringIO()
    values: list[Any] = []
    source = " ".join(example.source.split())
    want = example.exc_msg
    try:
        with redirect_stdout(printed), _shown(values):
            exec(compile(example.source, "example", "single"), names)
    except SubmissionFailure as failure:
        if want is not None and failure.kind and failure.kind == _kind(want):
            return
        raise
    if want is not None:
        raise AssertionError(NO_ERROR.format(example=source, want=" ".join(want.split())))
    got = printed.getvalue()[:MAX_PRINTED]
    if doctest.OutputChecker().check_output(example.want, got, FLAGS):
        return
    if len(values) == 1 and "..." not in example.want and (values[0] is not None or not got):
        try:
            expected = eval(example.want, dict(WANTED))
        except Exception:  # it is no value that a suite could hold
            expected = ...
        if expected is not ...:
            try:
                assert_close(values[0], expected, RTOL, ATOL)
            except Mismatch as mismatch:
                if isinstance(mismatch.value, np.ndarray) or not _looks_alike(mismatch):
                    raise
            else:
                return
    if not _same_numbers(example.want, got):
        told = [" ".join(text.split()) or NOTHING for text in (got, example.want)]
        raise AssertionError(PRINTS.format(example=source, got=told[0], want=told[1]))


def _looks_alike(mismatch: Mismatch) -> bool:
    """Whether the two values would be shown alike: 2 and 2.0."""
    return show(mismatch.value) == show(mismatch.expected)


@contextmanager
def _shown(values: list[Any]) -> Iterator[None]:
    """What a prompt would show is printed, and kept."""

    def show(value: object) -> None:
        values.append(value)
        if value is not None:
            print(repr(value))

    before, sys.displayhook = sys.displayhook, show
    try:
        yield
    finally:
        sys.displayhook = before


def _kind(message: str) -> str:
    """The class of the exception that an example shows."""
    return message.partition(":")[0].strip().rpartition(".")[2]


def _same_numbers(want: str, got: str) -> bool:
    """Whether two texts differ in the last digits of their numbers at most."""
    if NUMBER.sub("#", want).split() != NUMBER.sub("#", got).split():
        return False
    pairs = list(zip(NUMBER.findall(want), NUMBER.findall(got), strict=True))
    return all(a.isdecimal() == b.isdecimal() for a, b in pairs) and all(
        abs(float(a) - float(b)) <= ATOL + RTOL * abs(float(a)) for a, b in pairs
    )
