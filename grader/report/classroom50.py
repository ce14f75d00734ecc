"""A report as the result.json of Classroom 50, schema classroom50/result/v1.

Their points are whole numbers: where a course has halves or thirds, all points are multiplied.
"""

import math
import os
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from ..contents.course import UsageError
from .summary import shown_parts, told
from .verdict import Report, as_json, cleaned

MISSING = (
    "--format classroom50 is for an autograder of Classroom 50, which sets {names}: not set here."
)
MAX_OUTPUT = 4_000  # characters of one part's text
NEEDED = {  # key of result.json → variable that the runner sets
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}


def check() -> None:
    """Find out before the work whether the runner has said what is graded. Raises UsageError."""
    missing = [name for name in [*NEEDED.values(), "USERNAME"] if not os.environ.get(name)]
    if missing:
        raise UsageError(MISSING.format(names=", ".join(missing)))


def render(report: Report) -> str:
    """The report as result.json, for what the environment names. Raises UsageError."""
    check()
    report = cleaned(report)
    parts = [(each, part) for each in report.exercises for part in shown_parts(each)]
    points = [shown.part.points for _, shown in parts]
    times = math.lcm(*(Fraction(each).limit_denominator(1000).denominator for each in points))
    tests: list[dict[str, Any]] = [
        {
            "test-name": f"{exercise.stem}: {shown.part.name}",
            "passed": shown.status == "solved",
            "score": round(shown.part.score * times),
            "max-score": round(shown.part.points * times),
            "output": told(exercise, shown, MAX_OUTPUT),
        }
        for exercise, shown in parts
    ]
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    contents = {
        "schema": "classroom50/result/v1",
        **{key: os.environ[name] for key, name in NEEDED.items()},
        "assignment_type": os.environ.get("ASSIGNMENT_TYPE") or "individual",
        "owner": os.environ.get("OWNER") or os.environ["USERNAME"],
        "review": os.environ.get("REVIEW_URL") or os.environ["COMMIT_URL"],
        "datetime": now,
        "graded_at": now,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return as_json(contents)
