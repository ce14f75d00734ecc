"""python -m grader …: the commands, their options and their exit statuses.

0: done; 1: with --strict, points are missing; 2: bad usage; 3: the grader's own fault.
"""

import argparse
import errno
import importlib
import keyword
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from .contents.course import NOT_IN_KIT, Course, UnknownExercise, UsageError
from .words.prose import prose
from .words.sessions import INDENT, command
from .words.text import clean, clean_lines, harmless
from .words.usage import Complaint, complaint, not_taken, wrong_command

# Each is a module of commands/ with arguments(parser), which adds its options, and
# run(course, options), which returns the exit status.
COMMANDS = {
    "grade": "grade exercises and show the verdict",
    "watch": "grade a file again whenever it is saved",
    "kata": "practise what you have solved, ten minutes a day",
    "hint": "show one more hint for an exercise",
    "reset": "begin an exercise anew; your file is kept",
    "solution": "show the solution of a solved exercise",
    "hand-in": "make the zip to hand in",
    "run": "run an exercise as a program",
    "shell": "open a Python prompt with your functions at hand",
    "list": "show all exercises, and which are solved",
    "plot": "draw the figures of exercises from your own code",
    "finale": "train the network of your own files, once all exercises are solved",
    "report": "write a web page with all that you have done",
    "class": "grade a class from what its system gives, and give it back",
    "kit": "make what is handed out, or uploaded to a grading system",
    "autograde": "grade an upload; Gradescope calls it",
    "new": "make the files of a new exercise, or add a mistake to one",
    "certify": "prove that the suites are strong and fair",
    "stubs": "write the stubs of all exercises from the solutions",
}

# What needs solutions, suites, mistakes or figures, which a learner's kit does not have.
NEED_COURSE = {"kata", "hint", "solution", "plot", "finale", "class", "kit", "certify", "stubs"}
NEED_COURSE |= {"autograde", "new"}
ALL_EXERCISES = "This shows them all:"
MAX_TRACEBACK = 40_000  # characters
FAULT = "The grader itself failed; your code is not the cause. What follows is for its authors."
LACKING = "This machine has no room for the grader now: {reason}. Free some, and try again."
SCARCE = (errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = _options(arguments)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices, and several processes
        return int(options.run(Course.load(_root()), options))
    except UsageError as error:
        _complain(str(error))
        if isinstance(error, UnknownExercise):
            _complain(ALL_EXERCISES, INDENT + command("list"))
        if error.command or error.instead:
            _complain(INDENT + (error.command or command(*_corrected(arguments, *error.instead))))
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _fault(error)


def _complain(*lines: str) -> None:
    """Say what is wrong, and what to type instead."""
    print(prose(clean_lines(lines), sys.stderr), file=sys.stderr)


def _fault(error: Exception) -> int:
    """Say that the grader failed; Python itself would end with 1, which is a verdict."""
    if isinstance(error, OSError) and error.errno in SCARCE:
        print(LACKING.format(reason=clean(str(error.strerror))), file=sys.stderr)
    else:
        trace = clean(traceback.format_exc(), MAX_TRACEBACK, lines=True)
        print(FAULT, harmless(trace), sep="\n", end="", file=sys.stderr)
    return 3


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for. Raises UsageError."""
    parser = _Parser(prog="python -m grader", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND")
    name = next(iter(arguments), "")
    if name in NEED_COURSE and (course := _course()) and course.is_kit:
        raise UsageError(NOT_IN_KIT.format(name=name))
    for each, summary in COMMANDS.items():
        subparser = commands.add_parser(each, help=summary)
        if each == name:  # only this one is loaded: a usage error should be there at once
            own = f"{each}_" if keyword.iskeyword(each) else each.replace("-", "_")
            module = importlib.import_module(f".commands.{own}", __package__)
            subparser.prog = command(each)
            module.arguments(subparser)
            subparser.set_defaults(run=module.run)
            known = [option for action in subparser._actions for option in action.option_strings]
    if name not in COMMANDS and name not in ("-h", "--help"):
        raise _refused(wrong_command(name, list(COMMANDS), _exercises()))
    options, extra = parser.parse_known_args(arguments)
    if extra:
        raise _refused(not_taken(name, arguments[1:], extra, known))
    return options


def _exercises() -> list[str]:
    """The names that exercises can be called by; none outside of a course."""
    course = _course()
    return [exercise.stem for exercise in course.exercises] if course else []


def _course() -> Course | None:
    with suppress(UsageError):
        return Course.load(_root())
    return None


def _corrected(arguments: Sequence[str], wrong: str, right: str) -> list[str]:
    """The same call with another word in place of one; right: "" leaves it out."""
    words = [right if word == wrong else word for word in arguments]
    words = [f"{w.removesuffix(wrong)}{right}" if w.endswith(f"={wrong}") else w for w in words]
    return [shlex.quote(word) for word in words if word]


def _refused(told: Complaint) -> UsageError:
    """A command line that cannot be understood, as an error."""
    sentence, call = told
    return UsageError(sentence, command(*call))


class _Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what to type instead."""

    def error(self, message: str) -> NoReturn:
        name = self.prog.rpartition(" ")[2]
        raise _refused(complaint(name, message, next(iter(_exercises()), "EXERCISE")))


def _root() -> Path:
    """The nearest folder upwards that has a course.toml, or the current one."""
    here = Path.cwd()
    return next((path for path in (here, *here.parents) if (path / "course.toml").exists()), here)
