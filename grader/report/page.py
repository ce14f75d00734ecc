"""A report as one web page that needs no network, no script and nothing beside it.

Whatever a submission printed, raised or named reaches the page as text: the template, page.html,
escapes every value, and each is cleaned first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from ..contents.course import Course
from ..words.text import clean
from . import summary
from .template import template
from .verdict import Report, cleaned

MAX_TEXT = 20_000  # characters of one message or of what a test printed
MAX_LINES = 3_000  # of a file's code
MAX_LINE = 2_000  # characters of one line of code
MAX_FIGURES = 720_000  # bytes of all figures together
# What need not be written as %XX in an address that stands between double quotes.
PLAIN = " <>=/:;,.'()[]{}@!*+-_~|$?^"

OLD_FIGURE = "Its figure shows an older version; this draws it again: {command}"
NO_FIGURE = "This draws its figure: {command}"
TOO_LARGE = "Its figure is left out, to keep this page small; this draws it: {command}"
SENTENCES = {  # that stand on the page alone
    "code": "The code, {count} lines",
    "faults": "The grader itself failed; your code is not the cause.",
    "figure": "Your values beside the reference's, drawn from this very file.",
    "finale": "The network that you have built",
    "hint": "A hint: ",
    "ideas": "What it is about",
    "katas": "Katas",
    "no_code": "The file has been changed since it was graded, so its code is not shown.",
    "what": "What the tests say, the figure and the code",
}


@dataclass(frozen=True)
class Extra:
    """What the page shows of an exercise besides its report.

    source: the graded file's text, "" if there is no file, None if it is not at hand any more;
    svg, narrow: its figure for wide and for narrow screens, b"" if there is none; note: a sentence
    in the figure's place, or about it; readme: the address of the chapter's README; hint, redraw:
    commands, "" if there is none.
    """

    source: str | None = None
    svg: bytes = b""
    narrow: bytes = b""
    note: str = ""
    readme: str = ""
    hint: str = ""
    redraw: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the source, made safe to show."""
        lines = (self.source or "").rstrip().split("\n")
        return [clean(line, MAX_LINE, lines=True) for line in lines] if self.source else []

    @property
    def data(self) -> Markup:
        """The figure as an address."""
        return _data(self.svg)

    @property
    def narrow_data(self) -> Markup:
        """The same for narrow screens."""
        return _data(self.narrow)


def lightened(extras: Mapping[str, Extra]) -> dict[str, Extra]:
    """The same without the largest figures, as far as all would make the page too large."""
    left, kept = MAX_FIGURES, dict(extras)
    sizes = {name: len(extra.data) + len(extra.narrow_data) for name, extra in extras.items()}
    for name in sorted(sizes, key=lambda each: sizes[each]):
        left -= sizes[name]
        if left < 0 and kept[name].svg:
            note = TOO_LARGE.format(command=kept[name].redraw)
            kept[name] = replace(kept[name], svg=b"", narrow=b"", note=note)
    return kept


def _data(svg: bytes) -> Markup:
    """A picture as an address that can stand in an attribute as it is."""
    text = svg.decode("utf-8", "replace").strip()
    if "'" not in text:  # these need no escape
        text = text.replace('"', "'")
    return Markup(f"data:image/svg+xml,{quote(text, safe=PLAIN)}")


def page(
    course: Course,
    report: Report,
    extras: Mapping[str, Extra],
    made: str,
    finale: Extra | None = None,
    katas: str = "",
) -> str:
    """The whole page. extras: by an exercise's name; made: date and time as text.

    finale: what the course ends with, its sentence being the note; katas: what is to be told of the
    practice of solved exercises, as lines.
    """
    report = cleaned(report)
    graded = {exercise.name: exercise for exercise in report.exercises}
    chapters = [
        (chapter, [graded[e.name] for e in chapter.exercises if e.name in graded])
        for chapter in course.chapters
    ]
    return template(Path(__file__).with_name("page.html"), MAX_TEXT).render(
        course=course,
        report=report,
        chapters=[(chapter, inside) for chapter, inside in chapters if inside],
        extra=lambda exercise: extras.get(exercise.name, Extra()),
        finale=finale,
        made=made,
        katas=katas,
        summary=summary,
        sentences=SENTENCES,
        max_lines=MAX_LINES,
    )
