"""A report as Gradescope's results.json: one test of theirs for each part of an exercise.

Every test is visible: with a single hidden one, Gradescope hides the student's total as well.
"""

import math
from collections.abc import Sequence
from typing import Any

from .summary import ShownPart, shown_parts, told
from .verdict import ExerciseReport, Report, as_json, cleaned

OUTPUT = "Graded in {seconds:.1f} s with Python {python} and NumPy {numpy}, confinement: {level}."
FAULTS = "The grader itself failed, and this score may be too low: tell your instructor."
MAX_OUTPUT = 8_000  # characters of one part's text


def render(report: Report, notes: Sequence[str] = ()) -> str:
    """The report as results.json. notes: sentences that stand above it."""
    report = cleaned(report)
    output = OUTPUT.format(
        seconds=report.seconds,
        python=report.python,
        numpy=report.numpy,
        level=report.confinement,
    )
    contents = {
        "score": report.score,
        "execution_time": math.ceil(report.seconds),
        "output": "\n".join([*[FAULTS] * bool(report.faults), *cleaned([*notes]), output]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(exercise, part, f"{major}.{minor}")
            for major, exercise in enumerate(report.exercises, 1)
            for minor, part in enumerate(shown_parts(exercise), 1)
        ],
        "extra_data": _kept(report),
    }
    return as_json(contents)


def _test(exercise: ExerciseReport, shown: ShownPart, number: str) -> dict[str, Any]:
    part = shown.part
    return {
        "number": number,
        "name": f"{exercise.stem}: {part.name}",
        "score": part.score,
        "max_score": part.points,
        "status": "passed" if shown.status == "solved" else "failed",
        "output": told(exercise, shown, MAX_OUTPUT),
        "visibility": "visible",
    }


def _kept(report: Report) -> dict[str, Any]:
    """What is stored with a submission; it comes back to the next one, so it gives nothing away."""
    return {
        "seed": report.seed,
        "confinement": report.confinement,
        "faults": len(report.faults),
        "exercises": {
            exercise.name: {
                "status": exercise.status,
                "sha256": exercise.sha256,
                "tests_expected": exercise.tests_expected,
                "tests_run": exercise.tests_run,
                "mistakes": [mistake.name for mistake in exercise.mistakes],
            }
            for exercise in report.exercises
        },
    }
