"""`run`: an exercise as a program of its own, to see what it prints."""

import argparse
import ast
import subprocess
import sys

from ..contents.course import Course
from ..report.output import say
from ..words.sessions import command_line

SILENT = "{path} has run and printed nothing. To call your functions by hand:{command}"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE")


def run(course: Course, options: argparse.Namespace) -> int:
    """Run the learner's file as a module; its exit status, 1 if it raised. Raises UsageError."""
    exercise = course.one(options.exercise)
    module = f"exercises.{exercise.module}"
    status = subprocess.call([sys.executable, "-m", module], cwd=course.root)
    if status == 0 and not _prints(exercise.file.read_bytes()):
        path = exercise.file.relative_to(course.root).as_posix()
        say(SILENT.format(path=path, command=command_line("shell", exercise.stem)))
    return 1 if status else 0


def _prints(source: bytes) -> bool:
    """Whether a print stands anywhere in a source that has just run."""
    return any(isinstance(n, ast.Name) and n.id == "print" for n in ast.walk(ast.parse(source)))
