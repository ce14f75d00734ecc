"""`stubs`: write exercises/ from solutions/."""

import argparse

from ..contents.course import Course
from ..contents.stubs import write_stubs


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say which stubs differ")


def run(course: Course, options: argparse.Namespace) -> int:
    """Write the stubs that differ, or with --check name them; 1 if any differs."""
    return write_stubs(course, check=options.check)
