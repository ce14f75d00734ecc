"""`finale`: the network of the learner's own files alone, trained once more."""

import argparse
import sys

from ..contents.course import Course
from ..contents.handin import Target
from ..learner.finale import NO_FINALE, announce, open_parts
from ..learner.progress import Progress, warn
from ..plots.finale import gather, perform
from ..plots.plotting import CannotDraw
from ..report.output import print_text, tell_faults
from ..sandbox.confine import strongest
from ..submission.servers import WorkerFault, serving


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    # From a watch, whose terminal this process does not have: its columns and rows.
    parser.add_argument("--terminal", type=int, nargs=2, help=argparse.SUPPRESS)


def run(course: Course, options: argparse.Namespace) -> int:
    """Train it and say what it reads; 1 if the files do not work together. Raises UsageError."""
    target = Target.find(course, options.target)
    if not course.finale.is_file():
        print(NO_FINALE)
        return 0
    try:
        with serving(strongest(), course.readable) as server:
            files = gather(course, target)
            if target.mode == "exercises":
                open_parts(course, files, Progress(course.root, warn))
            found = perform(course, files, server)
    except CannotDraw as reason:
        print(reason, file=sys.stderr)
        return 1
    except WorkerFault as fault:
        return tell_faults([str(fault)])
    print_text(announce(found, options.terminal))
    return 0
