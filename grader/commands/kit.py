"""`kit`: what is handed out to learners or uploaded to a grading system, made from the course."""

import argparse
import importlib
from pathlib import Path

from ..contents.course import Course, UsageError
from ..report.output import print_text

# Each is a module of kits/ with build(target, course), which says in sentences what it did.
KINDS = {
    "learner": "a folder to hand out, without solutions and hidden tests",
    "gradescope": "an autograder to upload to Gradescope, as a zip",
}
UNKNOWN = "There is no kit {word!r}, but {kinds}. For example:"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    kinds = "; ".join(f"{kind}: {summary}" for kind, summary in KINDS.items())
    parser.add_argument("kind", metavar="KIND", help=kinds)
    parser.add_argument("target", type=Path, metavar="TARGET", help="the folder or zip to write")


def run(course: Course, options: argparse.Namespace) -> int:
    """Build a kit. Raises UsageError."""
    if options.kind not in KINDS:
        unknown = UNKNOWN.format(word=options.kind, kinds=" and ".join(KINDS))
        raise UsageError(unknown, instead=(options.kind, next(iter(KINDS))))
    module = importlib.import_module(f"..kits.{options.kind}", __package__)
    print_text(module.build(options.target, course) + "\n")
    return 0
