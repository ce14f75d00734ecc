"""A report as JUnit XML, as GitLab, Jenkins and other CI systems show it: a suite an exercise.

There is no official schema. This keeps to what both widespread ones allow, Ant's and that of
Jenkins, which is why the attributes that only Ant asks for are here too.
"""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from ..words.text import harmless_markup
from .summary import PRINTED, happened
from .verdict import ExerciseReport, Report, TestReport, cleaned


def render(report: Report) -> str:
    """The report as XML; what clean() lets through is what XML allows, and less."""
    report = cleaned(report)
    root = ElementTree.Element("testsuites")
    begun = datetime.now(UTC) - timedelta(seconds=report.seconds)
    for number, exercise in enumerate(report.exercises):
        root.append(_suite(report, exercise, number, begun))
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{harmless_markup(text)}\n'


def _suite(
    report: Report, exercise: ExerciseReport, number: int, begun: datetime
) -> ElementTree.Element:
    chapter, _, stem = exercise.name.rpartition("/")
    failed, broken = (
        sum(_kind(test) == kind for test in exercise.tests) for kind in ("failure", "error")
    )
    suite = ElementTree.Element(
        "testsuite",
        {
            "id": str(number),
            "package": chapter,
            "name": stem,
            "tests": str(len(exercise.tests)),
            "failures": str(failed),
            "errors": str(broken),
            "time": f"{exercise.seconds:.3f}",
            "timestamp": begun.strftime("%Y-%m-%dT%H:%M:%S"),
            "hostname": "localhost",
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in {
        "score": f"{exercise.score:g}",
        "max_score": f"{exercise.max_score:g}",
        "status": exercise.status,
        "sha256": exercise.sha256,
        "seed": str(report.seed),
        "confinement": report.confinement,
    }.items():
        ElementTree.SubElement(properties, "property", name=name, value=value)
    for part in exercise.parts:
        for test in part.tests:
            suite.append(_case(exercise, part.name, test))
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")
    return suite


def _case(exercise: ExerciseReport, part: str, test: TestReport) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase",
        {
            "classname": exercise.name.replace("/", "."),
            "name": f"{part}: {test.name}",
            "time": f"{test.seconds:.3f}",
        },
    )
    kind = _kind(test)
    if kind:
        told = [test.message, *happened(exercise)]
        told += [f"{PRINTED}\n{test.stdout}"] if test.stdout else []
        first = next(iter(test.message.split("\n")))
        found = ElementTree.SubElement(case, kind, type=test.outcome, message=first)
        found.text = "\n".join(told)
    return case


def _kind(test: TestReport) -> str:
    """The element that says how a test ended: a failure is the submission's wrong answer."""
    return {"passed": "", "failed": "failure"}.get(test.outcome, "error")
