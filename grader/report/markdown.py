"""A report as Markdown: for the summary of a run on GitHub, a merge request, an e-mail.

Foreign text stands in <pre> or behind a character's number, so that nothing of it is Markdown.
"""

import html
import re

from ..words.text import harmless_markup
from .summary import EXAMPLES_ONLY, MARKS, about, happened, shown_parts, told
from .verdict import ExerciseReport, Report, cleaned

MAX_OUTPUT = 4_000  # characters of one part's text
POINTS = "## {score:g} of {points:g} points"
HEAD = "| | exercise | | points |\n|---|---|---|---:|"
CONFINED = "Graded in {seconds:.1f} s, seed {seed}, confinement: {level}."
FAULTS = "The grader itself failed; the code that was handed in is not the cause."
LEFT_OUT = "What else failed is left out: the report would be too long here."

_STRUCTURE = re.compile(r"[\\`*_{}\[\]()#|<>&@~:!$]")


def render(report: Report, limit: int | None = None) -> str:
    """The report as Markdown. limit: bytes; what failed is left out, exercise by exercise."""
    report = cleaned(report)
    points = POINTS.format(score=report.score, points=report.max_score)
    lines = [points, "", HEAD, *map(_row, report.exercises), ""]
    confined = CONFINED.format(seconds=report.seconds, seed=report.seed, level=report.confinement)
    lines += [FAULTS, "", _block("\n".join(report.faults)), ""] if report.faults else []
    examples = ["", EXAMPLES_ONLY] if report.examples_only else []
    text = "\n".join([*lines, confined, *examples, ""])
    for exercise in report.exercises:
        more = _exercise(exercise)
        if limit is not None and len((text + more + LEFT_OUT).encode()) + 2 > limit:
            return f"{text}\n{LEFT_OUT}\n"
        text += more
    return text


def _row(exercise: ExerciseReport) -> str:
    mark, _ = MARKS[exercise.status]
    points = f"{exercise.score:g}/{exercise.max_score:g}"
    return f"| {mark} | {_inline(exercise.stem)} | {_inline(exercise.title)} | {points} |"


def _exercise(exercise: ExerciseReport) -> str:
    """What is told of an exercise that is begun and not solved; "" of any other."""
    if exercise.status in ("solved", "not started"):
        return ""
    lines = ["", f"### {_inline(exercise.stem)}"]
    for sentence in happened(exercise):
        lines += ["", f"**{_inline(sentence)}**"]
    for shown in shown_parts(exercise):
        score = f"{shown.part.score:g}/{shown.part.points:g}"
        summary = f"{MARKS[shown.status][0]} {_inline(shown.part.name)} {score}"
        text = told(exercise, shown, MAX_OUTPUT, alone=True)
        if shown.status == "solved" or not text:
            lines += ["", summary]
        else:
            lines += ["", f"<details><summary>{summary}</summary>", "", _block(text), ""]
            lines += ["</details>"]
    for sentence in about(exercise):
        lines += ["", _inline(sentence)]
    return "\n".join([*lines, ""])


def _inline(text: str) -> str:
    """A text on one line that means nothing to Markdown, HTML or whoever links names."""
    one = " ".join(text.split())
    return _STRUCTURE.sub(lambda found: f"&#{ord(found[0])};", one)


def _block(text: str) -> str:
    """A text of several lines, as it is."""
    return f"<pre>{harmless_markup(html.escape(text, quote=False))}</pre>"
