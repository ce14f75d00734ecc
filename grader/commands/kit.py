"""`kit`: what is handed out to learners or uploaded to a grading system, made from the course."""

import argparse
import importlib
from dataclasses import replace
from pathlib import Path

from ..contents.course import Course, UsageError
from ..report.output import say
from ..words.sessions import command

# Each is a module of kits/ with build(target, course), which says in sentences what it did.
KINDS = {
    "learner": "a folder to hand out, without solutions and hidden tests",
    "gradescope": "an autograder to upload to Gradescope, as a zip",
}
NEEDS = "Say which kit ({kinds}) and where to write it. For example:"


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = "; ".join(f"{kind}: {summary}" for kind, summary in KINDS.items())
    parser.add_argument("kind", nargs="?", metavar="KIND", help=kinds)
    parser.add_argument(
        "target", nargs="?", type=Path, metavar="TARGET", help="the folder or zip to write"
    )
    parser.add_argument("--upload", metavar="TEXT", help="where hand-ins go, for learners to read")


def run(course: Course, options: argparse.Namespace) -> int:
    """Build a kit. Raises UsageError."""
    if options.kind not in KINDS or options.target is None:
        kind = options.kind if options.kind in KINDS else next(iter(KINDS))
        right = command("kit", kind, str(options.target or "../handout"))
        raise UsageError(NEEDS.format(kinds=" or ".join(KINDS)), right)
    if options.upload:
        course = replace(course, upload=options.upload)
    module = importlib.import_module(f"..kits.{options.kind}", __package__)
    say(module.build(options.target, course))
    return 0
