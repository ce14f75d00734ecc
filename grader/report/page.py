"""A report as one web page that needs no network, no script and nothing beside it.

Whatever a submission printed, raised or named reaches the page as text: `fill` escapes every value
that is not itself the work of `fill`.
"""

import base64
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ..contents.course import Chapter, Course
from ..words.text import clean
from .screen import MARKS, MISTAKE, MORE_TESTS, NOT_STARTED, ONE_MORE_TEST, PRINTED
from .verdict import ExerciseReport, PartReport, Report, Status, TestReport

MAX_TEXT = 20_000  # characters of one message or of what a test printed
MAX_LINES = 3_000  # of a file's code
MAX_LINE = 2_000  # characters of one line of code

FIGURE = "Your values beside the reference's, drawn from this very file."
OLD_FIGURE = "Its figure shows an older version; this draws it again: {command}"
NO_FIGURE = "This draws its figure: {command}"
NO_CODE = "The file has been changed since it was graded, so its code is not shown."
CODE = "The code, {count} lines"
FAULTS = "The grader itself failed; your code is not the cause."


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


@dataclass(frozen=True)
class Extra:
    """What the page shows of an exercise besides its report.

    source: the graded file's text, "" if there is no file, None if it is not at hand any more;
    svg: its figure, b"" if there is none; note: a sentence in the figure's place.
    """

    source: str | None = None
    svg: bytes = b""
    note: str = ""


def fill(template: str, **values: object) -> Markup:
    """Put values in the places of a template; all but Markup is escaped."""
    return Markup(Template(template).substitute({n: _escape(v) for n, v in values.items()}))


def page(course: Course, report: Report, extras: Mapping[str, Extra], made: str) -> str:
    """The whole page. extras: by an exercise's name; made: date and time as text."""
    graded = {exercise.name: exercise for exercise in report.exercises}
    chapters = [
        (chapter, [graded[e.name] for e in chapter.exercises if e.name in graded])
        for chapter in course.chapters
    ]
    template = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    return fill(
        template,
        title=course.title,
        score=f"{report.score:g}",
        max_score=f"{report.max_score:g}",
        solved=sum(exercise.status == "solved" for exercise in report.exercises),
        count=len(report.exercises),
        faults=_faults(report),
        overview=_joined(_overview(*each) for each in chapters if each[1]),
        target=report.target,
        made=made,
        seconds=f"{report.seconds:.1f}",
        confinement=report.confinement,
        seed=report.seed,
        python=report.python,
        numpy=report.numpy,
        chapters=_joined(_chapter(*each, extras) for each in chapters if each[1]),
    )


def _escape(value: object) -> str:
    return value if isinstance(value, Markup) else html.escape(clean(str(value), MAX_TEXT, lines=True))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n".join(parts))


def _faults(report: Report) -> Markup:
    if not report.faults:
        return Markup()
    return fill(
        '<div class="faults"><p>$sentence</p><pre>$faults</pre></div>',
        sentence=FAULTS,
        faults="\n".join(report.faults),
    )


def _overview(chapter: Chapter, exercises: list[ExerciseReport]) -> Markup:
    score, points = sum(e.score for e in exercises), sum(e.max_score for e in exercises)
    return fill(
        '<li><a href="#$name">$title</a>'
        '<progress value="$score" max="$points">$score of $points</progress>'
        '<span class="points">$score / $points</span></li>',
        name=chapter.name,
        title=chapter.title,
        score=f"{score:g}",
        points=f"{points:g}",
    )


def _chapter(
    chapter: Chapter, exercises: list[ExerciseReport], extras: Mapping[str, Extra]
) -> Markup:
    return fill(
        '<section id="$name"><h2>$title</h2>$exercises</section>',
        name=chapter.name,
        title=chapter.title,
        exercises=_joined(_exercise(each, extras.get(each.name, Extra())) for each in exercises),
    )


def _exercise(exercise: ExerciseReport, extra: Extra) -> Markup:
    """One exercise, folded up if it is solved; a single row if it is not started."""
    head = fill(
        '<span class="$status" aria-hidden="true">$mark</span><span class="title">$title</span>'
        '<span class="status $status">$shown</span>'
        '<span class="points">$score / $points</span>',
        mark=MARKS[exercise.status][0],
        status=exercise.status.replace(" ", "-"),
        shown=exercise.status,
        title=exercise.title,
        score=f"{exercise.score:g}",
        points=f"{exercise.max_score:g}",
    )
    if exercise.status == "not started":
        tip = NOT_STARTED.format(path=exercise.path)
        return fill('<div class="row" title="$tip">$head</div>', head=head, tip=tip)
    return fill(
        '<details class="exercise"$open><summary>$head</summary>'
        "<div>$mistakes$parts$figure$code</div></details>",
        open=Markup("" if exercise.status == "solved" else " open"),
        head=head,
        mistakes=_joined(
            fill('<p class="mistake">$text</p>', text=MISTAKE.format(feedback=mistake.feedback))
            for mistake in exercise.mistakes
        ),
        parts=_parts(exercise),
        figure=_figure(exercise, extra),
        code=_code(exercise, extra.source),
    )


def _parts(exercise: ExerciseReport) -> Markup:
    """Every part with the first thing that went wrong in it; the same message is shown once."""
    seen: set[str] = set()
    items = []
    for part in exercise.parts:
        failed = [test for test in part.tests if test.outcome != "passed"]
        items.append(_part(part, failed, shown=bool(failed) and failed[0].message not in seen))
        seen.update(test.message for test in failed[:1])
    return fill('<ul class="parts">$items</ul>', items=_joined(items))


def _part(part: PartReport, failed: list[TestReport], shown: bool) -> Markup:
    status: Status = "solved" if part.score == part.points else "failed"
    more = ONE_MORE_TEST if len(failed) == 2 else MORE_TESTS.format(count=len(failed) - 1)
    return fill(
        '<li><span class="$status">$mark $name</span> <span class="quiet">$score / $points</span>'
        "$test$more</li>",
        status=status,
        mark=MARKS[status][0],
        name=part.name,
        score=f"{part.score:g}",
        points=f"{part.points:g}",
        test=_test(failed[0]) if shown else "",
        more=fill('<p class="quiet">$more</p>', more=more) if len(failed) > 1 else "",
    )


def _test(test: TestReport) -> Markup:
    if not test.stdout:
        return fill("<pre>$message</pre>", message=test.message)
    return fill(
        '<pre>$message</pre><p class="quiet">$label</p><pre>$printed</pre>',
        message=test.message,
        label=PRINTED,
        printed=test.stdout,
    )


def _figure(exercise: ExerciseReport, extra: Extra) -> Markup:
    if extra.svg:
        return fill(
            '<figure tabindex="0"><img src="data:image/svg+xml;base64,$data" alt="$alt"></figure>',
            data=Markup(base64.b64encode(extra.svg).decode()),
            alt=f"{exercise.title}. {FIGURE}",
        )
    return fill('<p class="quiet">$note</p>', note=extra.note) if extra.note else Markup()


def _code(exercise: ExerciseReport, source: str | None) -> Markup:
    if source is None:
        return fill('<p class="quiet">$sentence</p>', sentence=NO_CODE)
    if not source:
        return Markup()
    lines = source.rstrip().split("\n")
    shown = [fill("<span>$line</span>", line=clean(line, MAX_LINE, lines=True)) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        shown.append(Markup("<span>…</span>"))
    return fill(
        "<details><summary>$title</summary>"
        '<p class="quiet"><code>$path</code></p>'
        '<pre class="code"><code>$lines</code></pre>'
        '<p class="sha">SHA-256 $sha256</p></details>',
        title=CODE.format(count=len(lines)),
        path=exercise.path,
        lines=Markup("".join(shown)),
        sha256=exercise.sha256,
    )
