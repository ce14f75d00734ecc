"""A report as terminal text, for people: what was won, what failed and how, what to do next."""

import io
import sys
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from .report import ExerciseReport, Report, Status, TestReport
from .show import clean

# Every sentence that the screen shows stands here, whole.
MARKS: dict[Status, tuple[str, str]] = {
    "solved": ("✓", "green"),
    "partial": ("◐", "yellow"),
    "failed": ("✗", "red"),
    "error": ("!", "red"),
    "not started": ("·", "dim"),
}
ALL_SOLVED = "All {count} exercises are solved. Congratulations!"
ONE_SOLVED = "{name} is solved. Congratulations!"
START_WITH = "Start with {path}, then run: nox -s grade -- {stem}"
GO_ON_WITH = "Go on with {path}, then run: nox -s grade -- {stem}"
PRINTED = "Your code printed:"
MORE_TESTS = "{count} more tests of this part did not pass."
ONE_MORE_TEST = "One more test of this part did not pass."
NOT_STARTED = "Not started yet: open {path} and fill in the TODOs."
MISTAKE = "What happened: {feedback}"
CONFINED = "{seconds:.1f} s, confinement: {level}"

MAX_MESSAGE = 4000
MAX_PRINTED_LINES = 12
NARROW = 100  # columns that prose and tables use at most


class Screen:
    """A terminal, or the pipe that stands in its place."""

    def __init__(self, progress: bool = False) -> None:
        self._console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
        self._progress = progress and self._console.is_terminal
        self._count = 0

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress and self._count:
            sys.stdout.write("\r\x1b[K")

    def note(self, report: ExerciseReport) -> None:
        """Show that one more exercise is graded."""
        self._count += 1
        if self._progress:
            sys.stdout.write(f"\r\x1b[K{self._count} graded: {report.name}")
            sys.stdout.flush()

    def show(self, report: Report) -> None:
        """Print a report."""
        width = min(self._console.width, NARROW)
        for part in _lines(report):
            self._console.print(part, width=width)

    def text(self, report: Report) -> str:
        """A report as plain text."""
        console = Console(file=io.StringIO(), width=80, highlight=False, emoji=False, markup=False)
        for part in _lines(report):
            console.print(part)
        return console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO from above


def _lines(report: Report) -> Iterator[RenderableType]:
    detailed = len(report.exercises) == 1
    for exercise in report.exercises:
        if exercise.status not in ("solved", "not started") or detailed:
            yield from _exercise(exercise)
    if not detailed:
        yield _overview(report)
    yield Text(
        CONFINED.format(seconds=report.seconds, level=report.confinement), "dim", justify="right"
    )
    yield Text(_advice(report), "bold")


def _exercise(exercise: ExerciseReport) -> Iterator[RenderableType]:
    mark, style = MARKS[exercise.status]
    points = f"{exercise.score:g} of {exercise.max_score:g} points"
    head = Table.grid(expand=True)
    head.add_column()
    head.add_column(justify="right")
    head.add_row(Text(f"{mark} {exercise.name}  {exercise.title}", f"bold {style}"), points)
    yield head
    if exercise.status == "not started":
        yield Padding(NOT_STARTED.format(path=exercise.path), (0, 0, 1, 2))
        return
    seen: set[str] = set()
    for part in exercise.parts:
        won = part.score == part.points
        mark, style = MARKS["solved" if won else "failed"]
        title = Text(f"  {mark} {part.name}", style)
        title.append(f"  {part.score:g}/{part.points:g}", "dim")
        yield title
        failed = [test for test in part.tests if test.outcome != "passed"]
        for test in failed[:1]:
            if test.message not in seen:
                yield Padding(_test(test), (0, 0, 0, 6))
            seen.add(test.message)
        if len(failed) == 2:
            yield Padding(Text(ONE_MORE_TEST, "dim"), (0, 0, 0, 6))
        elif failed[1:]:
            yield Padding(Text(MORE_TESTS.format(count=len(failed) - 1), "dim"), (0, 0, 0, 6))
    for mistake in exercise.mistakes:
        yield Padding(Text(MISTAKE.format(feedback=mistake.feedback), "bold yellow"), (0, 0, 0, 2))
    yield ""


def _test(test: TestReport) -> RenderableType:
    parts: list[RenderableType] = [Text(clean(test.message, MAX_MESSAGE))]
    if test.stdout:
        printed = clean(test.stdout, MAX_MESSAGE).rstrip().split("\n")
        if len(printed) > MAX_PRINTED_LINES:
            printed = [*printed[:MAX_PRINTED_LINES], "…"]
        parts += [Text(PRINTED, "dim"), Padding(Text("\n".join(printed)), (0, 0, 0, 2))]
    return Group(*parts)


def _overview(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=30)
    table.add_column(justify="right")
    table.add_column()
    chapter = ""
    for exercise in report.exercises:
        if exercise.name.split("/")[0] != chapter:
            chapter = exercise.name.split("/")[0]
            inside = [e for e in report.exercises if e.name.split("/")[0] == chapter]
            score, points = sum(e.score for e in inside), sum(e.max_score for e in inside)
            bar = ProgressBar(total=points, completed=score, width=20)
            table.add_row(Text(chapter, "bold"), f"{score:g}/{points:g}", bar)
        mark, style = MARKS[exercise.status]
        table.add_row(
            Text(f"  {mark} {exercise.title}", style),
            f"{exercise.score:g}/{exercise.max_score:g}",
            Text(exercise.status, style),
        )
    bar = ProgressBar(total=report.max_score, completed=report.score, width=20)
    table.add_row(Text("Total", "bold"), f"{report.score:g}/{report.max_score:g}", bar)
    return table


def _advice(report: Report) -> str:
    """What to do next: the first exercise in course order that is not solved."""
    open_ones = [exercise for exercise in report.exercises if exercise.status != "solved"]
    if not open_ones:
        if len(report.exercises) == 1:
            return ONE_SOLVED.format(name=report.exercises[0].name)
        return ALL_SOLVED.format(count=len(report.exercises))
    first = open_ones[0]
    sentence = START_WITH if first.status == "not started" else GO_ON_WITH
    return sentence.format(path=first.path, stem=first.name.split("/")[1])
