"""`autograde`: grade the upload of one student where Gradescope has put it; kits/gradescope.py."""

import argparse
import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..classroom.collect import Attempt, one_handin
from ..classroom.grading import read_attempt
from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import Target
from ..judge.grading import grade, report_of
from ..report.gradescope import render
from ..report.output import say, tell_faults
from ..report.verdict import ExerciseReport
from ..sandbox.confine import strongest
from ..submission.servers import serving
from ..words.text import clean

MAX_NOTES = 20
ELSEWHERE = "{path} is not laid out as in Gradescope, with this course in source/."
NOTHING = "No file of this upload is an exercise of the course; one would be {example}."
NOT_THERE = "Not in this upload: {names}."
SO_FAR = "The grader has not finished; if this stays, tell your instructor. The verdict so far:"
DONE = "{count} exercises, {score:g} of {points:g} points, confinement: {level}."


@dataclass(frozen=True)
class Upload(Target):
    """One student's files, whatever the folders they came in. files, helpers: by module."""

    files: dict[str, Attempt] = field(default_factory=dict)
    helpers: dict[str, bytes] = field(default_factory=dict)

    def path(self, module: str) -> str:
        """What a module's file is called in messages."""
        return f"{module.replace('.', '/')}.py"

    def read(self, module: str) -> bytes:
        """The bytes of a module's file. Raises Unreadable."""
        return read_attempt(self.files, self.helpers, module)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("home", type=Path, metavar="FOLDER", help="with submission and results")
    parser.add_argument("--seed", type=int, default=0, help="of the suites' random numbers")
    parser.add_argument("--confinement", choices=("landlock", "limits", "none"))


def run(course: Course, options: argparse.Namespace) -> int:
    """Grade FOLDER/submission; FOLDER/results/results.json always has what is known so far."""
    started = time.perf_counter()
    if course.root.parent.resolve() != (options.home / "source").resolve():
        raise UsageError(ELSEWHERE.format(path=clean(str(options.home))))
    _hide(course)
    level = options.confinement or strongest()
    results = options.home / "results" / "results.json"
    with serving(level, course.readable) as server:
        upload, notes = uploaded(course, options.home / "submission")
        exercises = [each for each in course.exercises if each.module in upload.files]
        notes += _missing(course, exercises)
        graded: list[ExerciseReport] = []

        def on_report(report: ExerciseReport) -> None:
            graded.append(report)
            seconds = time.perf_counter() - started
            so_far = report_of(upload, graded, level, options.seed, seconds)
            _put(results, render(so_far, [SO_FAR, *notes]))

        report = grade(
            course,
            exercises,
            upload,
            server=server,
            level=level,
            imports="reference",
            seed=options.seed,
            jobs=1,
            on_report=on_report,
        )
    _put(results, render(report, notes))
    points = report.max_score
    done = DONE.format(count=len(exercises), score=report.score, points=points, level=level)
    say(done)
    return tell_faults(report.faults)


def uploaded(course: Course, folder: Path) -> tuple[Upload, list[str]]:
    """What a folder holds of the course, and what is to be said of the rest. Raises UsageError."""
    handin = one_handin(course, folder)
    modules = {exercise.name: exercise.module for exercise in course.exercises}
    files = {modules[name]: attempts[-1] for name, attempts in handin.files.items()}
    upload = Upload(folder, "", "submission", "submission", files, handin.helpers)
    return upload, handin.notes[:MAX_NOTES]


def _missing(course: Course, exercises: Sequence[Exercise]) -> list[str]:
    """What is said of the exercises that are not there."""
    if not exercises:
        return [NOTHING.format(example=f"{course.exercises[0].stem}.py")]
    names = ", ".join(each.stem for each in course.exercises if each not in exercises)
    return [NOT_THERE.format(names=names)] if names else []


def _put(path: Path, text: str) -> None:
    """Replace a file at once: whoever reads it finds the whole of one version."""
    temporary = path.with_name(f".{path.name}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def _hide(course: Course) -> None:
    """Let no user but this one read the course, except for what submissions may read of it.

    At level `limits` only its user keeps a submission from the solutions.
    """
    root = course.root
    for path in [*root.iterdir(), *root.parent.iterdir()]:
        if path != root and not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
    root.chmod(0o711)
    root.parent.chmod(0o711)
    for folder in map(Path, course.readable):
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
