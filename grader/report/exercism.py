"""A report as the results.json of an Exercism test runner, version 2 of its interface.

Version 3 adds numbers of tasks, which exercises of this course do not have.
"""

from typing import Any

from .message import WHOLE, call_lines
from .summary import happened
from .verdict import ExerciseReport, Report, TestReport, as_json, cleaned

MAX_OUTPUT = 500  # characters, as the interface asks
TRUNCATED = "\nOutput was truncated. Please limit to 500 chars"
STATUSES = {"passed": "pass", "failed": "fail"}


def render(report: Report) -> str:
    """The report as results.json; tests of several exercises have their exercise's name first."""
    report = cleaned(report)
    several = len(report.exercises) > 1
    tests = [(each, test) for each in report.exercises for test in each.tests]
    passed = [test.outcome == "passed" for _, test in tests]
    unread = next((test for _, test in tests if _never_ran(test)), None)
    failed_to_run = bool(report.faults or not tests or (unread and not any(passed)))
    status = "error" if failed_to_run else "pass" if all(passed) else "fail"
    reason = "\n".join(report.faults) or (unread.message if unread else "")
    contents = {
        "version": 2,
        "status": status,
        "message": reason or "No test was run." if status == "error" else None,
        "tests": [_test(each, test, several) for each, test in tests],
    }
    return as_json(contents)


def _never_ran(test: TestReport) -> bool:
    """Whether the file could not even be read as Python."""
    kinds = test.failure.raised.kinds if test.failure and test.failure.raised else []
    return "SyntaxError" in kinds


def _test(exercise: ExerciseReport, test: TestReport, several: bool) -> dict[str, Any]:
    part = next(part for part in exercise.parts if any(each is test for each in part.tests))
    name = test.name.removeprefix("test_").replace("_", " ")
    entry: dict[str, Any] = {
        "name": f"{exercise.stem}: {part.name}: {name}" if several else f"{part.name}: {name}",
        "status": STATUSES.get(test.outcome, "error"),
        "message": None,
        "output": _printed(test.stdout),
    }
    if test.outcome != "passed":
        entry["message"] = "\n".join([test.message, *happened(exercise)])
    if test.failure and test.failure.call:
        entry["test_code"] = "\n".join(call_lines(test.failure.call, WHOLE))
    return entry


def _printed(text: str) -> str | None:
    if len(text) > MAX_OUTPUT:
        text = text[: MAX_OUTPUT - len(TRUNCATED)] + TRUNCATED
    return text or None
