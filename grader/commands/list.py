"""`list`: the table of exercises."""

import argparse

from rich.console import Console

from ..contents.course import Course
from ..learner.listing import rows_of, table
from ..learner.progress import Progress, warn
from ..report.output import print_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("exercises", nargs="*", metavar="CHAPTER|EXERCISE")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--open", action="store_true", help="only those that are not solved")
    kind.add_argument("--solved", action="store_true", help="only those that are solved")


def run(course: Course, options: argparse.Namespace) -> int:
    """Show the table. Raises UsageError."""
    rows = rows_of(course.select(options.exercises), Progress(course.root, warn))
    if options.open:
        rows = [row for row in rows if row.state != "solved"]
    if options.solved:
        rows = [row for row in rows if row.state == "solved"]
    print_text(table(course, rows, Console()) + "\n")
    return 0
