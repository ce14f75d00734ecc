"""What a kata's screen says of the one at work: the task, how far it is, and how it ended."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rich.console import Console

from ..contents.course import Exercise
from ..report.screen import BARE, NARROW, Screen
from ..report.verdict import Report
from .kata_desk import Work
from .kata_forms import Kata
from .kata_table import day_text, next_text
from .katas import Deck

# Every sentence about a kata at work stands here, whole.
HEAD = "Kata {number} of {count}: {name}, {title}"
FROM_MEMORY = "From memory: {path} is the stub again. Write it once more."
TASKS = {
    **dict.fromkeys((("memory", True), ("memory", False)), FROM_MEMORY),
    ("bug", True): "Find the bug: {path} is your own solution with one mistake in it. Mend it.",
    ("bug", False): "Find the bug: {path} is a solution with one mistake in it. Mend it.",
    ("gap", True): "Fill the gap: {path} is your own solution. Write what belongs at every ____.",
    ("gap", False): "Fill the gap: {path} is a solution. Write what belongs at every ____.",
}
BEGIN = "Open {place}: every save is graded."
GOING = "Graded at {time}, {spent} so far. Edit {place}: every save is graded."
ONE_HINT = "One hint taken: the kata will count as hard."
HINTS = "{count} hints taken: the kata will count as hard."
HINT_HEAD = "Hint {given} of {available}"
SOLVED = "Solved in {spent}. {name} comes again {day}."
SHOWN = "That is the answer, after {spent}. {name} comes again {day}."
NEXT_KATA = "The next kata is {name}: press n."
LAST = "That was the last kata of today."

KEYS = {
    "h": "hint",
    "n": "next",
    "s": "skip",
    "g": "give up",
    "r": "rerun",
    "l": "list",
    "q": "quit",
}


def body(
    task: Sequence[str],
    answer: str,
    report: Report | None,
    screen: Screen,
    console: Console,
    height: int | None,
) -> tuple[str, bool]:
    """The task, and the answer or the verdict, in so many lines; whether there is more of it."""
    width = min(console.width, NARROW)
    lines = [line for text in task for line in textwrap.wrap(text, width, break_long_words=False)]
    room = None if height is None else max(height - len(lines) - 1, 1)
    shown, is_cut = answer, room is not None and answer.count("\n") >= room
    if report and not answer:
        shown, is_cut = screen.render(report, BARE), False
        if room is not None:
            shown, is_cut = screen.fitting(report, room)
    return "\n".join([*lines, "", shown] if shown else lines), is_cut


def nameless(report: Report) -> Report:
    """A report that names no mistake: that of a bug hunt is told when it is mended."""
    exercises = [replace(exercise, mistakes=[]) for exercise in report.exercises]
    return replace(report, exercises=exercises)


def task_text(kata: Kata, number: int, count: int, path: str) -> list[str]:
    """Which kata it is of how many, and what is to be done."""
    exercise = kata.exercise
    head = HEAD.format(number=number, count=count, name=exercise.name, title=exercise.title)
    return [head, TASKS[kata.form, kata.own].format(path=path)]


def going(work: Work, place: str, time: str) -> list[str]:
    """What to do next, while it is open. time: of the last grading, "" if there was none."""
    hints = work.record.hints
    taken = [ONE_HINT if hints == 1 else HINTS.format(count=hints)] if hints else []
    if not time:
        return [*taken, BEGIN.format(place=place)]
    return [*taken, GOING.format(time=time, spent=_spent(work.seconds), place=place)]


def ending(work: Work, solved: bool, coming: Exercise | None, deck: Deck, today: date) -> list[str]:
    """What is said at the end of a kata: how it went, when it comes again, what comes next."""
    name = work.kata.exercise.name
    day = day_text(deck.plan(today).get(name, today), today)
    sentence = SOLVED if solved else SHOWN
    lines = [sentence.format(spent=_spent(work.record.seconds), name=name, day=day)]
    if coming:
        return [*lines, NEXT_KATA.format(name=coming.name)]
    return [*lines, LAST, next_text(deck, today, after=today)]


def hint_text(hints: Sequence[str], given: int) -> str:
    """So many of the hints, below one another."""
    lines = [HINT_HEAD.format(given=given, available=len(hints))]
    return "\n".join([*lines, *(f"{n}. {hint}" for n, hint in enumerate(hints[:given], 1))])


def _spent(seconds: float) -> str:
    """A time as it is said."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
