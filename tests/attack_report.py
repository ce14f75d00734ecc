"""What the report of an attack must not hold, in JSON, as terminal text and as a page."""

import dataclasses
import functools
import json
import re
import typing
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from grader.contents.course import Course
from grader.report.page import Extra, page
from grader.report.screen import MARKS, Screen
from grader.report.verdict import Report

SECONDS = 20.0  # for one exercise: thirty-four of them on two cores in less than six minutes
SIZE = 500_000  # characters of JSON for one exercise
TELLING = 24  # characters of a line of code that is nobody else's
# What is no character of its own, and not of category C or Z: joiners, fillers and selectors.
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
VERDICT = re.compile(f"^ {{0,4}}[{''.join(mark for mark, _ in MARKS.values())}] ")


def harm_of(course: Course, report: dict[str, Any], name: str, handed_in: str) -> list[str]:
    """What is wrong with the report on one exercise; handed_in: all texts of its submission."""
    (found,) = [each for each in report["exercises"] if each["name"] == name]
    harm = []
    if found["seconds"] > SECONDS:
        harm.append(f"it took {found['seconds']:.0f} s")
    size = len(json.dumps(found, ensure_ascii=False))
    if size > SIZE:
        harm.append(f"its report has {size} characters")
    alone = _rebuilt(Report, {**report, "exercises": [found]})
    text = Screen().text(alone)
    html = page(course, alone, {name: Extra(handed_in)}, made="today")
    shown = {"the JSON report": "\n".join(_texts(found)), "the terminal": text, "the page": html}
    for where, each in shown.items():
        acting = sorted({f"U+{ord(char):04X}" for char in each if acts(char)})
        if acting:
            harm.append(f"{where} shows {', '.join(acting[:5])}")
    harm += [f"a line is forged: {line.strip()}" for line in _forged(text, found)]
    told = [line for line in _secret_lines(course) if line in shown["the JSON report"]]
    harm += [f"the report tells the solution: {line}" for line in told if line not in handed_in]
    return harm


def _texts(value: Any) -> Iterator[str]:
    """Every text in parsed JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def acts(char: str) -> bool:
    """Whether a character moves, hides or reorders others, or breaks a line."""
    category = unicodedata.category(char)
    if category[0] == "C" or category in ("Zl", "Zp"):
        return char not in "\n\t"
    return bool(INVISIBLE.match(char))


def _forged(text: str, found: dict[str, Any]) -> list[str]:
    """The lines that look like a verdict, and are none of the report's own."""
    own = [f"{MARKS[found['status']][0]} {found['name'].rpartition('/')[2]}"]
    for part in found["parts"]:
        for mark, _ in MARKS.values():
            own.append(f"  {mark} {part['name']}  {part['score']:g}/{part['points']:g}")
    return [
        line
        for line in text.splitlines()
        if VERDICT.match(line) and not any(line.startswith(each) for each in own)
    ]


@functools.cache
def _secret_lines(course: Course) -> Sequence[str]:
    """Lines of code that stand in a solution, and in no stub."""
    stubs = "\n".join(exercise.file.read_text("utf-8") for exercise in _written(course))
    lines: set[str] = set()
    for exercise in _written(course):
        lines |= set(map(str.strip, exercise.solution.read_text("utf-8").splitlines()))
    return sorted(line for line in lines if len(line) >= TELLING and line not in stubs)


def _written(course: Course) -> list[Any]:
    return [exercise for exercise in course.exercises if exercise.file.is_file()]


def _rebuilt(hint: Any, data: Any) -> Any:
    """A dataclass from its JSON, with all that is in it; hint: what it is declared as."""
    if dataclasses.is_dataclass(hint) and data is not None:
        hints = typing.get_type_hints(hint).items()
        values = {name: _rebuilt(part, data[name]) for name, part in hints if name in data}
        return typing.cast(Any, hint)(**values)
    inside = [part for part in typing.get_args(hint) if part is not type(None)]
    if isinstance(data, list) and typing.get_origin(hint) is list:
        return [_rebuilt(inside[0], each) for each in data]
    return _rebuilt(inside[0], data) if isinstance(data, dict) and len(inside) == 1 else data
