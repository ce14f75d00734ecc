"""python -m grader …: the commands, their options and their exit statuses.

0: done; 1: with --strict, points are missing; 2: bad usage; 3: the grader's own fault.
"""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .contents.course import Course, UnknownExercise, UsageError
from .words.sessions import INDENT, command
from .words.text import clean

# Each is a module of commands/ with arguments(parser) and run(course, options).
COMMANDS = {
    "grade": "grade exercises and show the verdict",
    "watch": "grade a file again whenever it is saved",
    "kata": "practise what you have solved, ten minutes a day",
    "hint": "show one more hint for an exercise",
    "reset": "begin an exercise anew; your file is kept",
    "solution": "show the solution of a solved exercise",
    "run": "run an exercise as a program",
    "shell": "open a Python prompt with your functions at hand",
    "list": "show all exercises, and which are solved",
    "plot": "draw the figures of exercises from your own code",
    "report": "write a web page with all that you have done",
    "certify": "prove that the suites are strong and fair",
    "stubs": "write the stubs of all exercises from the solutions",
}

ALL_EXERCISES = "This shows them all:"
FAULT = "The grader itself failed; your code is not the cause. What follows is for its authors."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = _Parser(prog="python -m grader", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    chosen = next((argument for argument in arguments if argument in COMMANDS), None)
    for name, summary in COMMANDS.items():
        subparser = commands.add_parser(name, help=summary)
        if name == chosen:  # only this one is loaded: a usage error should be there at once
            module = importlib.import_module(f".commands.{name}", __package__)
            subparser.prog = command(name)
            module.arguments(subparser)
            subparser.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices, and several processes
    try:
        return int(options.run(Course.load(_root()), options))
    except UsageError as error:
        print(clean(str(error)), file=sys.stderr)
        if isinstance(error, UnknownExercise):
            print(ALL_EXERCISES, INDENT + command("list"), sep="\n", file=sys.stderr)
        if error.command:
            print(INDENT + error.command, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception:  # Python itself would end with 1, which is a verdict with --strict
        print(FAULT, file=sys.stderr)
        traceback.print_exc()
        return 3


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints quote what it was given, made safe to show."""

    def error(self, message: str) -> NoReturn:
        super().error(clean(message))


def _root() -> Path:
    """The nearest folder upwards that has a course.toml, or the current one."""
    here = Path.cwd()
    return next((path for path in (here, *here.parents) if (path / "course.toml").exists()), here)
