"""A report as terminal text, for people: what was won, what failed and how, what to do next."""

import io
import sys
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ..words.sessions import INDENT, command
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
from .verdict import ExerciseReport, Report, TestReport, cleaned

# Every sentence that only the screen shows stands here, whole.
ALL_SOLVED = "All {count} exercises are solved. Congratulations!"
ONE_SOLVED = "{name} is solved. Congratulations!"
START_WITH = "Start with {path}, then run:"
GO_ON_WITH = "Go on with {path}, then run:"
MORE = "All that failed:"
POINTS = "{score:g} of {points:g} points"
CONFINED = "{seconds:.1f} s, confinement: {level}"

FOREIGN = 6  # columns that text from elsewhere is indented by: lines of our own by less
MAX_MESSAGE = 4000
MAX_PRINTED_LINES = 12
NARROW = 100  # columns that prose and tables use at most


class Screen:
    """A terminal, or the pipe that stands in its place."""

    def __init__(self, progress: int = 0) -> None:
        """progress: how many exercises are graded; a bar shows how far that is, on a terminal."""
        self._console = Console()
        self._total = progress if progress > 1 and self._console.is_terminal else 0
        self._count = 0

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_: object) -> None:
        if self._total and self._count:
            sys.stdout.write("\r\x1b[K")

    def note(self, report: ExerciseReport) -> None:
        """Show that one more exercise is graded."""
        self._count += 1
        if self._total:
            line = f"{bar(self._count, self._total)} {self._count}/{self._total}  {report.name}"
            sys.stdout.write(f"\r\x1b[K{line[: self._console.width - 1]}")
            sys.stdout.flush()

    def show(self, report: Report) -> None:
        """Print a report."""
        print(self.render(report), end="")

    def render(self, report: Report, advice: bool = True) -> str:
        """What `show` prints; advice: with what to do next."""
        return _render(self._console, report, min(self._console.width, NARROW), advice)

    def text(self, report: Report) -> str:
        """A report as plain text."""
        return _render(Console(file=io.StringIO(), color_system=None), report, 80, advice=True)


def bar(done: int, total: int, width: int = 20) -> str:
    """How far something is, as text."""
    full = width * done // total if total else 0
    return "━" * full + "╌" * (width - full)


def _render(console: Console, report: Report, width: int, advice: bool) -> str:
    with console.capture() as capture:
        for part in _lines(cleaned(report), advice):
            console.print(part, width=width, highlight=False, markup=False, emoji=False, crop=False)
    return "".join(line.rstrip() + "\n" for line in capture.get().split("\n")[:-1])


def _lines(report: Report, advice: bool) -> Iterator[RenderableType]:
    detailed = len(report.exercises) == 1
    for exercise in report.exercises:
        if exercise.status not in ("solved", "not started") or detailed:
            yield from _exercise(exercise, detailed)
    if not detailed:
        yield _overview(report)
    confined = CONFINED.format(seconds=report.seconds, level=report.confinement)
    yield Text(confined, "dim")
    if advice:
        sentence, line = _advice(report)
        if sentence:
            yield Text(sentence, "bold")
        if line:
            yield _command(line)


def _exercise(exercise: ExerciseReport, detailed: bool) -> Iterator[RenderableType]:
    """One exercise: all its parts, or only the first that failed."""
    mark, style = MARKS[exercise.status]
    points = POINTS.format(score=exercise.score, points=exercise.max_score)
    head = Table.grid(expand=True, padding=(0, 0, 0, 2))
    head.add_column()
    head.add_column(justify="right", no_wrap=True)
    head.add_row(Text(f"{mark} {exercise.name}  {exercise.title}", f"bold {style}"), points)
    yield head
    if exercise.status == "not started":
        yield _indented(Text(NOT_STARTED.format(path=exercise.path)), FOREIGN)
        return
    if exercise.status == "error":
        broken = next((test for test in exercise.tests if test.outcome != "passed"), None)
        yield _indented(_test(broken) if broken else Text(NO_VERDICT), FOREIGN)
    else:
        yield from _parts(exercise, detailed)
    for mistake in exercise.mistakes:
        yield _indented(Text(MISTAKE.format(feedback=mistake.feedback), "bold yellow"), 2)
        if mistake.section:
            yield _indented(Text(SECTION.format(section=mistake.section), "dim"), 2)
    for sentence in together(exercise):
        yield _indented(Text(sentence, "dim"), 2)
    if not detailed:
        yield _indented(Text(MORE, "dim"), 2)
        yield _command(command("grade", exercise.name.split("/")[1]), 2)
    yield ""


def _parts(exercise: ExerciseReport, detailed: bool) -> Iterator[RenderableType]:
    for shown in shown_parts(exercise):
        won = shown.status == "solved"
        if won and not detailed:
            continue
        mark, style = MARKS[shown.status]
        title = Text(f"  {mark} {shown.part.name}", style)
        title.append(f"  {shown.part.score:g}/{shown.part.points:g}", "dim")
        yield title
        if shown.test:
            yield _indented(_test(shown.test), FOREIGN)
        if not won and not detailed:
            return
        if shown.more:
            yield _indented(Text(shown.more, "dim"), 6)


def _command(line: str, columns: int = 0) -> RenderableType:
    """A command on a line of its own, never wrapped: it is there to be pasted."""
    return Text(" " * columns + INDENT + line, no_wrap=True, overflow="ignore")


def _indented(content: RenderableType, columns: int) -> RenderableType:
    return Padding(content, (0, 0, 0, columns), expand=False)


def _test(test: TestReport) -> RenderableType:
    parts: list[RenderableType] = [Text(clean(test.message, MAX_MESSAGE, lines=True).expandtabs())]
    if test.stdout:
        printed = clean(test.stdout, MAX_MESSAGE, lines=True).expandtabs().rstrip().split("\n")
        if len(printed) > MAX_PRINTED_LINES:
            printed = [*printed[:MAX_PRINTED_LINES], "…"]
        parts += [Text(PRINTED, "dim"), _indented(Text("\n".join(printed)), 2)]
    return Group(*parts)


def _overview(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=30)
    table.add_column(justify="right")
    table.add_column()
    # Exercises of one folder may stand in two places of the course: each has a sum of its own.
    for folder, group in groupby(report.exercises, key=lambda e: e.name.split("/")[0]):
        inside = list(group)
        score, points = sum(e.score for e in inside), sum(e.max_score for e in inside)
        bar = ProgressBar(total=points, completed=score, width=20)
        table.add_row(Text(folder, "bold"), f"{score:g}/{points:g}", bar)
        for exercise in inside:
            mark, style = MARKS[exercise.status]
            table.add_row(
                Text(f"  {mark} {exercise.title}", style),
                f"{exercise.score:g}/{exercise.max_score:g}",
                Text(exercise.status, style),
            )
    bar = ProgressBar(total=report.max_score, completed=report.score, width=20)
    table.add_row(Text("Total", "bold"), f"{report.score:g}/{report.max_score:g}", bar)
    return table


def _advice(report: Report) -> tuple[str, str]:
    """What a learner does next, with the first open exercise in course order, and the command."""
    if report.mode != "exercises" or report.faults:
        return "", ""
    open_ones = [exercise for exercise in report.exercises if exercise.status != "solved"]
    if not open_ones:
        if len(report.exercises) == 1:
            return ONE_SOLVED.format(name=report.exercises[0].name), ""
        return ALL_SOLVED.format(count=len(report.exercises)), ""
    first = open_ones[0]
    sentence = START_WITH if first.status == "not started" else GO_ON_WITH
    return sentence.format(path=first.path), command("grade", first.name.split("/")[1])
