"""What a stub promises and demands, checked against code that is right and against the suite."""

import ast
import contextlib
import doctest
import io
import re
import traceback
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ..contents.course import Exercise
from ..judge.suites import load_reference

PACKAGE = "solutions"  # where the relative imports of a right answer lead
STATED = "unchanged"  # the word with which a stub says that something keeps its value
UNTRUE = "{example} prints {got}, and the docstring says {want}"


def untrue_examples(exercise: Exercise, answer: str) -> list[str]:
    """Examples of the stub's docstrings that do not hold for this right answer.

    answer: its source. What it prints itself is no part of an example.
    """
    module = ModuleType(f"{PACKAGE}.{exercise.module}")
    module.__package__ = module.__name__.rpartition(".")[0]
    vars(module)["print"] = lambda *args, **kwargs: None
    exec(compile(answer, module.__name__, "exec"), vars(module))
    names = {**vars(load_reference(exercise)), **vars(module)}
    del names["print"]
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for docstring in _docstrings(exercise.solution.read_text(encoding="utf-8")):
            inside = dict(names)
            for example in doctest.DocTestParser().get_examples(docstring):
                got, want = _shown(example, inside), example.exc_msg or example.want
                if not doctest.OutputChecker().check_output(want, got, 0):
                    about = {"example": example.source.strip(), "got": got.strip()}
                    found.append(UNTRUE.format(want=example.want.strip(), **about))
    return found


def _shown(example: doctest.Example, names: dict[str, Any]) -> str:
    """What Python shows of an example, or what it raises: the last line if that is expected."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, "example", "single"), names)
    except Exception as error:
        return traceback.format_exception_only(error)[-1] if example.exc_msg else repr(error)
    return printed.getvalue()


def unstated_demands(exercise: Exercise) -> list[str]:
    """Names of what the suite wants to be left unchanged, without a word about it in the stub."""
    suite = ast.parse(exercise.suite.read_text(encoding="utf-8"))
    docstrings = " ".join(_docstrings(exercise.solution.read_text(encoding="utf-8")))
    sentences = re.split(r"\.(?:\s|$)", docstrings)
    stated = " ".join(sentence for sentence in sentences if STATED in sentence)
    return sorted(name for name in _kept(suite) if not re.search(rf"\b{name}\b", stated))


def _kept(suite: ast.Module) -> set[str]:
    """The arguments and attributes that the suite checks with assert_unchanged."""
    names = set()
    for node in ast.walk(suite):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "assert_unchanged":
            what = node.args[2]
            text = what.values[0] if isinstance(what, ast.JoinedStr) else what
            if isinstance(text, ast.Constant):
                names.add(re.split(r"\W", str(text.value).removeprefix("the "))[0])
    return names


def _docstrings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""
