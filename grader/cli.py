"""python -m grader …: the commands, their options and their exit statuses.

0: done; 1: with --strict, points are missing; 2: bad usage; 3: the grader's own fault.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .course import Course, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices, and several processes
    try:
        course = Course.load(_root())
        return int(options.command(course, options))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _root() -> Path:
    """The nearest folder upwards that has a course.toml, or the current one."""
    here = Path.cwd()
    return next((path for path in (here, *here.parents) if (path / "course.toml").exists()), here)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grader", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    grade = commands.add_parser("grade", help="grade exercises and show the verdict")
    grade.set_defaults(command=_grade)
    grade.add_argument("exercises", nargs="*", metavar="EXERCISE")
    grade.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    grade.add_argument("--imports", choices=("reference", "own"), default="reference")
    grade.add_argument("--format", choices=("text", "json"), default="text")
    grade.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    grade.add_argument("--strict", action="store_true", help="exit 1 unless all points are won")
    grade.add_argument("--in-process", action="store_true", help="for debugging your own code")
    grade.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N")
    grade.add_argument("--seed", type=int, default=0, help="of the suites' random numbers")
    grade.add_argument("--confinement", choices=("landlock", "limits", "none"))

    watch = commands.add_parser("watch", help="grade a file again whenever it is saved")
    watch.set_defaults(command=_watch)
    watch.add_argument("exercises", nargs="*", metavar="EXERCISE")
    watch.add_argument("--poll", action="store_true", help="do not rely on notifications of saves")

    hint = commands.add_parser("hint", help="show one more hint for an exercise")
    hint.set_defaults(command=_hint)
    hint.add_argument("exercise", nargs="?", metavar="EXERCISE", help="the first open one if none")

    reset = commands.add_parser("reset", help="begin an exercise anew; your file is kept")
    reset.set_defaults(command=_reset)
    reset.add_argument("exercise", metavar="EXERCISE")
    reset.add_argument("--undo", action="store_true", help="bring the newest backup back")

    solution = commands.add_parser("solution", help="show the solution of a solved exercise")
    solution.set_defaults(command=_solution)
    solution.add_argument("exercise", metavar="EXERCISE")
    solution.add_argument("--yes", action="store_true", help="show it although it is not solved")

    listing = commands.add_parser("list", help="show all exercises, and which are solved")
    listing.set_defaults(command=_list)
    listing.add_argument("exercises", nargs="*", metavar="CHAPTER|EXERCISE")
    kind = listing.add_mutually_exclusive_group()
    kind.add_argument("--open", action="store_true", help="only those that are not solved")
    kind.add_argument("--solved", action="store_true", help="only those that are solved")

    certify = commands.add_parser("certify", help="prove that the suites are strong and fair")
    certify.set_defaults(command=_certify)
    certify.add_argument("exercises", nargs="*", metavar="EXERCISE")
    certify.add_argument("--format", choices=("text", "json"), default="text")
    certify.add_argument("--output", type=Path, metavar="FILE", help="write the JSON to a file")
    certify.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N")

    plot = commands.add_parser("plot", help="draw the figures of exercises from your own code")
    plot.set_defaults(command=_plot)
    plot.add_argument("exercises", nargs="*", metavar="EXERCISE")
    plot.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    plot.add_argument("--show", action=argparse.BooleanOptionalAction, help="open windows, or not")

    report = commands.add_parser("report", help="write a web page with all that you have done")
    report.set_defaults(command=_report)
    report.add_argument("--target", default="exercises", help="exercises, solutions or a folder")
    report.add_argument("--output", type=Path, default=Path("report.html"), metavar="FILE")
    report.add_argument("--plots", action="store_true", help="draw the figures that are missing")

    stubs = commands.add_parser("stubs", help="write the stubs of all exercises from the solutions")
    stubs.set_defaults(command=_stubs)
    stubs.add_argument("--check", action="store_true", help="only say which stubs differ")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _grade(course: Course, options: argparse.Namespace) -> int:
    from .grade_command import run  # only now: numpy and pytest take longer than a usage error

    return run(course, options)


def _watch(course: Course, options: argparse.Namespace) -> int:
    from .watch_command import run

    return run(course, options)


def _hint(course: Course, options: argparse.Namespace) -> int:
    from .learner_commands import run_hint

    return run_hint(course, options)


def _reset(course: Course, options: argparse.Namespace) -> int:
    from .learner_commands import run_reset

    return run_reset(course, options)


def _solution(course: Course, options: argparse.Namespace) -> int:
    from .learner_commands import run_solution

    return run_solution(course, options)


def _list(course: Course, options: argparse.Namespace) -> int:
    from .learner_commands import run_list

    return run_list(course, options)


def _certify(course: Course, options: argparse.Namespace) -> int:
    from .certify_command import run

    return run(course, options)


def _plot(course: Course, options: argparse.Namespace) -> int:
    from .plot_command import run

    return run(course, options)


def _report(course: Course, options: argparse.Namespace) -> int:
    from .report_command import run

    return run(course, options)


def _stubs(course: Course, options: argparse.Namespace) -> int:
    from .stubs import write_stubs

    return write_stubs(course, check=options.check)
