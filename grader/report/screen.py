"""A report as terminal text, for people: what was won, what failed and how, what to do next."""

import io
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from ..words.sessions import INDENT, command
from ..words.text import clean
from .compare import Room
from .message import message_lines
from .overview import bar, overview
from .summary import (
    ALL_THAT_FAILED,
    EXAMPLES_ONLY,
    HINT,
    MARKS,
    NO_VERDICT,
    NOT_STARTED,
    PRINTED,
    SECTION,
    example,
    happened,
    sections,
    together,
)
from .verdict import ExerciseReport, PartReport, Report, Status, TestReport, cleaned

# Every sentence that only the screen shows stands here, whole.
ALL_SOLVED = "All {count} exercises are solved. Congratulations!"
ONE_SOLVED = "{name} is solved. Congratulations!"
BRING_BACK = "To have its stub back:"
HAND_IN = "To hand in:"
ALL_HOLD = "All examples of all {count} exercises hold."
ONE_HOLDS = "All examples of {name} hold."
COMPARE = "To compare it with the reference:"
NEXT = "Next is {path}. Write it, then run:"
START_WITH = "Start with {path}, then run:"
GO_ON_WITH = "Go on with {path}, then run:"
POINTS = "{score:g} of {points:g} points"
TOOK = "Graded in {seconds:.1f} s."
CONFINED = "{seconds:.1f} s, confinement: {level}"

FOREIGN = 6  # columns that text from elsewhere is indented by: lines of our own by less
MAX_MESSAGE = 4000
MAX_PRINTED_LINES = 12
STYLES = {"": "", "wrong": "bold red", "right": "bold green"}
NARROW = 100  # columns that prose and tables use at most


@dataclass(frozen=True)
class Form:
    """How much of a verdict is shown.

    advice: with what to do next; every: with every failed test, and not the one example; parts:
    with the parts that the example is not of; lines: that a value may take, None for all of them;
    printed: lines of what a submission printed; following: the path of the exercise after the one
    that is shown; ending: what is said when all are solved; tight: with titles cut or left out.
    """

    advice: bool = True
    every: bool = False
    parts: bool = True
    lines: int | None = None
    printed: int = MAX_PRINTED_LINES
    tight: bool = False
    following: str = ""
    ending: str = ""


@dataclass(frozen=True)
class Asked:
    """What an exercise asks for: a sentence, an example's lines, the README's section."""

    sentence: str
    example: list[str] = field(default_factory=list)
    section: str = ""


# What a verdict gives up, step by step, where a window is too low for it.
BARE = Form(advice=False)
ALL = Form(advice=False, every=True)
FORMS = (
    BARE,
    Form(advice=False, parts=False),
    Form(advice=False, parts=False, printed=3),
    Form(advice=False, parts=False, lines=3, printed=1),
    Form(advice=False, parts=False, lines=1, printed=0),
    Form(advice=False, parts=False, lines=1, printed=0, tight=True),
)


class Screen:
    """A terminal, or the pipe that stands in its place."""

    def __init__(self, progress: int = 0, console: Console | None = None) -> None:
        """progress: how many exercises are graded; a bar shows how far that is, on a terminal."""
        self._console = console or Console()
        self._total = progress if progress > 1 and self._console.is_terminal else 0
        self._count = 0

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_: object) -> None:
        if self._total and self._count:
            sys.stdout.write("\r\x1b[K")

    @property
    def _width(self) -> int:
        return min(self._console.width, NARROW)

    def note(self, report: ExerciseReport) -> None:
        """Show that one more exercise is graded."""
        self._count += 1
        if self._total:
            line = f"{bar(self._count, self._total)} {self._count}/{self._total}  {report.name}"
            sys.stdout.write(f"\r\x1b[K{line[: self._console.width - 1]}")
            sys.stdout.flush()

    def render(self, report: Report, form: Form | None = None) -> str:
        """A report as this terminal shows it."""
        return _render(self._console, cleaned(report), self._width, form or Form())

    def fitting(self, report: Report, height: int) -> tuple[str, bool]:
        """A verdict in so many lines, or in as few as can be; and whether something is left out."""
        report = cleaned(report)
        bare = text = _render(self._console, report, self._width, BARE)
        for form in FORMS[1:]:
            if text.count("\n") <= height:
                break
            text = _render(self._console, report, self._width, form)
        return text, text != bare or any(map(_has_more, report.exercises))

    def opening(self, exercise: ExerciseReport, asked: Asked, place: str, height: int) -> str:
        """What is shown of an exercise that is not started: what it asks for, in so many lines."""
        width, text = self._width, ""
        for count in range(len(asked.example), -1, -1):
            parts = _opening(exercise, asked, place, count, width - FOREIGN)
            text = "".join(f"{line}\n" for line in lines_of(self._console, parts, width))
            if text.count("\n") <= height:
                break
        return text

    def text(self, report: Report, every: bool = False) -> str:
        """A report as plain text."""
        console = Console(file=io.StringIO(), color_system=None)
        return _render(console, cleaned(report), 80, Form(every=every))


def _has_more(exercise: ExerciseReport) -> bool:
    """Whether more than one test failed, of which one is shown whole."""
    failed = [test for test in exercise.tests if test.outcome != "passed"]
    return len(failed) > 1 and exercise.status not in ("error", "not started")


def _render(console: Console, report: Report, width: int, form: Form) -> str:
    lines = lines_of(console, _Lines(report, form, width).all(), width)
    return "".join(f"{line}\n" for line in lines)


def lines_of(console: Console, parts: Iterable[RenderableType], width: int) -> list[str]:
    """What a console shows of these in so many columns, line by line."""
    with console.capture() as capture:
        for part in parts:
            console.print(part, width=width, highlight=False, markup=False, emoji=False, crop=False)
    return [line.rstrip() for line in capture.get().split("\n")[:-1]]


class _Lines:
    """A report, line by line, in one form and width."""

    def __init__(self, report: Report, form: Form, width: int) -> None:
        self._report = report
        self._form = form
        self._indent = 2 if form.tight else FOREIGN
        self._room = Room(width - self._indent, form.lines)
        self._alone = len(report.exercises) == 1

    def all(self) -> Iterator[RenderableType]:
        report = self._report
        for exercise in report.exercises:
            if exercise.status not in ("solved", "not started") or self._alone:
                yield from self._exercise(exercise)
        if not self._alone:
            yield overview(report)
        if not self._form.advice:
            return
        told = TOOK if report.mode == "exercises" else CONFINED
        yield Text(told.format(seconds=report.seconds, level=report.confinement), "dim")
        if report.examples_only:
            yield Text(EXAMPLES_ONLY)
            begun = [each for each in report.exercises if each.status != "not started"]
            if begun and report.mode == "exercises":
                yield Text(HAND_IN, "bold")
                yield _command(command("hand-in"))
        for sentence, line in _advice(report, self._form):
            yield Text(sentence, "bold")
            if line:
                yield _command(line)

    def _exercise(self, exercise: ExerciseReport) -> Iterator[RenderableType]:
        """One exercise; among others only what failed in it."""
        yield _head(exercise, self._form.tight)
        if exercise.status == "not started":
            yield _indented(Text(NOT_STARTED.format(path=exercise.path)), 2)
            return
        if exercise.status == "error":
            broken = next((test for test in exercise.tests if test.outcome != "passed"), None)
            yield _indented(self._test(broken) if broken else Text(NO_VERDICT), FOREIGN)
        else:
            yield from self._parts(exercise)
        yield from _what_happened(exercise, self._form.tight)
        if exercise.status == "solved":
            if exercise.why:
                yield _indented(Text(exercise.why), 2)
        elif self._form.advice and not self._report.faults:
            yield from self._help(exercise)

    def _help(self, exercise: ExerciseReport) -> Iterator[RenderableType]:
        """How to get further with an exercise that is not solved; an end to its verdict."""
        stem = exercise.stem
        is_there = exercise.sha256 != ""
        if self._report.mode == "exercises" and not (is_there and self._report.examples_only):
            yield _indented(Text(HINT if is_there else BRING_BACK, "dim"), 2)
            yield _command(command("hint" if is_there else "reset", stem), 2)
        if _has_more(exercise) and not self._form.every:
            mine = self._report.mode == "exercises"
            target = () if mine else ("--target", shlex.quote(self._report.target))
            yield _indented(Text(ALL_THAT_FAILED, "dim"), 2)
            yield _command(command("grade", stem, "--all", *target), 2)
        yield ""

    def _parts(self, exercise: ExerciseReport) -> Iterator[RenderableType]:
        shown = example(exercise)
        for part in exercise.parts:
            is_shown = shown is not None and any(test is shown for test in part.tests)
            won = part.score == part.points
            is_titled = self._form.parts and (self._alone or not won)
            if is_titled or (is_shown and not self._form.tight):
                yield _title(part, "solved" if won else "failed")
            failed = [test for test in part.tests if test.outcome != "passed"]
            told = failed if self._form.every else [shown] if shown and is_shown else []
            for number, test in enumerate(told):
                if number:
                    yield ""
                yield _indented(self._test(test), self._indent)

    def _test(self, test: TestReport) -> RenderableType:
        parts: list[RenderableType] = []
        if test.failure:
            text = Text()
            for line in message_lines(test.failure, self._room):
                for words, style in line:
                    text.append(words, STYLES[style])
                text.append("\n")
            text.rstrip()
            text.truncate(MAX_MESSAGE, overflow="ellipsis")
            text.expand_tabs(8)
            parts.append(text)
        most = self._form.printed
        if test.stdout and most:
            printed = clean(test.stdout, MAX_MESSAGE, lines=True).expandtabs().rstrip().split("\n")
            if len(printed) > most:
                printed = [*printed[:most], "…"]
            parts += [Text(PRINTED, "dim"), _indented(Text("\n".join(printed)), 2)]
        return Group(*parts)


def _opening(
    exercise: ExerciseReport, asked: Asked, place: str, count: int, width: int
) -> Iterator[RenderableType]:
    """count: lines of the example that there is room for; width: columns of each."""
    yield _head(exercise)
    if asked.sentence:
        yield _indented(Text(asked.sentence), 2)
    for line in [*asked.example[:count], *(["…"] if 0 < count < len(asked.example) else [])]:
        cut = line if len(line) <= width else f"{line[: width - 2]} …"
        yield Text(" " * FOREIGN + cut)
    if asked.section:
        yield _indented(Text(SECTION.format(section=asked.section), "dim"), 2)
    yield _indented(Text(NOT_STARTED.format(path=place), "bold"), 2)


def _head(exercise: ExerciseReport, tight: bool = False) -> RenderableType:
    mark, style = MARKS[exercise.status]
    points = POINTS.format(score=exercise.score, points=exercise.max_score)
    head = Table.grid(expand=True, padding=(0, 0, 0, 2))
    head.add_column(no_wrap=tight, overflow="ellipsis" if tight else "fold", ratio=1)
    head.add_column(justify="right", no_wrap=True, min_width=len(points))
    head.add_row(Text(f"{mark} {exercise.stem}  {exercise.title}", f"bold {style}"), points)
    return head


def _title(part: PartReport, status: Status) -> RenderableType:
    mark, style = MARKS[status]
    title = Text(f"  {mark} {part.name}", style)
    return title.append(f"  {part.score:g}/{part.points:g}", "dim")


def _what_happened(exercise: ExerciseReport, tight: bool) -> Iterator[RenderableType]:
    """The known mistakes, and where the README explains them; or where it explains the exercise."""
    indent = 0 if tight else 2
    for sentence in happened(exercise):
        yield _indented(Text(sentence, "bold yellow"), indent)
    for section in sections(exercise):
        yield _indented(Text(section if tight else SECTION.format(section=section), "dim"), indent)
    for sentence in () if tight else together(exercise):
        yield _indented(Text(sentence, "dim"), indent)


def _command(line: str, columns: int = 0) -> RenderableType:
    """A command on a line of its own, never wrapped: it is there to be pasted.

    As segments, because a console joins texts, and forgets which of them are not to be wrapped.
    """
    return Segments([Segment(" " * columns + INDENT + line), Segment.line()])


def _indented(content: RenderableType, columns: int) -> RenderableType:
    return Padding(content, (0, 0, 0, columns), expand=False)


def _advice(report: Report, form: Form) -> Iterator[tuple[str, str]]:
    """What a learner does next, with the first open exercise in course order: words, a command."""
    if report.mode != "exercises" or report.faults:
        return
    open_ones = [exercise for exercise in report.exercises if exercise.status != "solved"]
    first = next(iter(open_ones or report.exercises))
    if open_ones:
        sentence = START_WITH if first.status == "not started" else GO_ON_WITH
        yield sentence.format(path=first.path), command("grade", first.stem)
    elif len(report.exercises) > 1:
        count, is_sure = len(report.exercises), not report.examples_only
        said = f"{ALL_SOLVED} {form.ending}".rstrip() if is_sure else ALL_HOLD
        yield said.format(count=count), ""
    else:
        yield (ONE_HOLDS if report.examples_only else ONE_SOLVED).format(name=first.stem), ""
        if not report.examples_only:
            yield COMPARE, command("solution", first.stem)
        if form.following:
            stem = form.following.rpartition("/")[2].removesuffix(".py")
            yield NEXT.format(path=form.following), command("grade", stem)
