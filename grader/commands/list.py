"""`list`: the table of exercises."""

import argparse
from datetime import datetime

from rich.console import Console

from ..contents.course import Course
from ..learner.kata_table import practice
from ..learner.listing import rows_of, table
from ..learner.progress import Progress, warn
from ..report.output import print_text
from ..report.summary import EXAMPLES_ONLY


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="CHAPTER|EXERCISE")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--open", action="store_true", help="only those that are not solved")
    kind.add_argument("--solved", action="store_true", help="only those that are solved")


def run(course: Course, options: argparse.Namespace) -> int:
    """Show the table. Raises UsageError."""
    progress = Progress(course.root, warn)
    rows = rows_of(course.select(options.exercises), progress)
    if options.open:
        rows = [row for row in rows if row.state != "solved"]
    if options.solved:
        rows = [row for row in rows if row.state == "solved"]
    examples = EXAMPLES_ONLY if course.is_kit else ""
    katas = practice(course, progress, datetime.now().date())
    parts = [table(course, rows, Console()), examples, katas]
    print_text("\n\n".join(part for part in parts if part) + "\n")
    return 0
