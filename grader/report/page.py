"""A report as one web page that needs no network, no script and nothing beside it.

Whatever a submission printed, raised or named reaches the page as text: the template, page.html,
escapes every value, and each is cleaned first.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..contents.course import Course
from ..words.text import clean
from .summary import (
    MARKS,
    MISTAKE,
    NO_VERDICT,
    NOT_STARTED,
    PRINTED,
    SECTION,
    shown_parts,
    together,
)
from .verdict import Report, cleaned

MAX_TEXT = 20_000  # characters of one message or of what a test printed
MAX_LINES = 3_000  # of a file's code
MAX_LINE = 2_000  # characters of one line of code

FIGURE = "Your values beside the reference's, drawn from this very file."
OLD_FIGURE = "Its figure shows an older version; this draws it again: {command}"
NO_FIGURE = "This draws its figure: {command}"
NO_CODE = "The file has been changed since it was graded, so its code is not shown."
CODE = "The code, {count} lines"
KATAS = "Katas"
FAULTS = "The grader itself failed; your code is not the cause."
_SENTENCES = {
    "code": CODE,
    "faults": FAULTS,
    "figure": FIGURE,
    "katas": KATAS,
    "mistake": MISTAKE,
    "no_code": NO_CODE,
    "no_verdict": NO_VERDICT,
    "not_started": NOT_STARTED,
    "printed": PRINTED,
    "section": SECTION,
}


@dataclass(frozen=True)
class Extra:
    """What the page shows of an exercise besides its report.

    source: the graded file's text, "" if there is no file, None if it is not at hand any more;
    svg: its figure, b"" if there is none; note: a sentence in the figure's place.
    """

    source: str | None = None
    svg: bytes = b""
    note: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the source, made safe to show."""
        lines = (self.source or "").rstrip().split("\n")
        return [clean(line, MAX_LINE, lines=True) for line in lines] if self.source else []

    @property
    def data(self) -> Markup:
        """The figure as part of an address."""
        return Markup(base64.b64encode(self.svg).decode())  # letters, digits and + / = only


def page(
    course: Course, report: Report, extras: Mapping[str, Extra], made: str, katas: str = ""
) -> str:
    """The whole page. extras: by an exercise's name; made: date and time as text.

    katas: what is to be told of the practice of solved exercises, as lines.
    """
    report = cleaned(report)
    graded = {exercise.name: exercise for exercise in report.exercises}
    chapters = [
        (chapter, [graded[e.name] for e in chapter.exercises if e.name in graded])
        for chapter in course.chapters
    ]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        course=course,
        report=report,
        chapters=[(chapter, inside) for chapter, inside in chapters if inside],
        extra=lambda exercise: extras.get(exercise.name, Extra()),
        made=made,
        katas=katas,
        parts=shown_parts,
        together=together,
        sentences=_SENTENCES,
        marks={status: mark for status, (mark, _) in MARKS.items()},
        max_lines=MAX_LINES,
    )


def _shown(value: object) -> object:
    """What stands in the page for a value of the template; what is no Markup is escaped then."""
    return value if isinstance(value, Markup) else clean(str(value), MAX_TEXT, lines=True)
