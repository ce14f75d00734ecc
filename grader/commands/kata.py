"""`kata`: what was solved once, practised again before it fades."""

import argparse
from contextlib import closing
from datetime import datetime
from pathlib import Path

from rich.console import Console

from ..contents.course import Course, UsageError
from ..kits.delivery import deliver, known_in
from ..kits.learner import contents
from ..learner.kata_table import next_text, schedule
from ..learner.katas import Deck
from ..learner.progress import Progress, warn
from ..report.output import print_text, say
from ..sandbox.confine import strongest
from ..submission.servers import serving
from ..words.sessions import INDENT, command
from .options import positive

NONE_YET = (
    "No exercise is known to be solved yet, and a kata is one that you solve again. "
    "If your files are solved already, grading them tells:"
)
NOTHING_DUE = "Nothing is left to practise today."
ONLY_EXPORT = "What is due is chosen for you: exercises can be named only with --export."
LEAD = (
    "Each file of `exercises/` is a right solution with one mistake in it. Find it, and mend it "
    "with the least change that you can; a rewrite is fine. Begin at the top of the table: later "
    "files use earlier ones. Not every mistake shows in the examples."
)
KIT = "bug hunts {seed}: {title}"
HUNTS = "There are {count} bug hunts in it."
ONE_HUNT = "There is one bug hunt in it."
GRADED = "Hand it out. What comes back is graded by:"
MORE = "One more all the same:"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="show what comes when, and what fades")
    parser.add_argument(
        "--more", type=positive, default=0, metavar="N", help="so many more than are due today"
    )
    parser.add_argument("--poll", action="store_true", help="do not rely on notifications of saves")
    parser.add_argument(
        "--export", type=Path, metavar="FOLDER", help="write bug hunts into a new folder"
    )
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="what to export")
    parser.add_argument("--seed", type=int, default=0, help="which mistakes are exported")


def run(course: Course, options: argparse.Namespace) -> int:
    """Practise what is due, or show when, or write bug hunts. Raises UsageError."""
    if options.export:
        return _export(course, options)
    if options.exercises:
        raise UsageError(ONLY_EXPORT)
    today = datetime.now().date()
    deck = Deck.of(course, Progress(course.root, warn), today)
    if not deck.cards:
        raise UsageError(NONE_YET, command("grade"))
    if options.list:
        print_text(schedule(deck, today, Console()) + "\n")
        return 0
    chosen = deck.todays(today, options.more)
    if not chosen:
        lines = [NOTHING_DUE, next_text(deck, today, after=today), MORE]
        say("\n".join([*lines, INDENT + command("kata", "--more", "1")]))
        return 0
    level = strongest()
    with serving(level, course.readable) as server:
        from ..learner.kata_desk import scratch
        from ..learner.kata_screen import practise
        from ..learner.warm import WarmGrader

        with closing(WarmGrader(course, level, server, scratch(course))) as grader:
            return practise(course, chosen, grader, poll=options.poll)


def _export(course: Course, options: argparse.Namespace) -> int:
    """Write a kit of bug hunts. Raises UsageError."""
    exercises = course.select(options.exercises)
    kit = KIT.format(title=course.title, seed=options.seed)
    known_in(options.export, kit)  # what is in the way should be said before the work
    level = strongest()
    with serving(level, course.readable) as server:
        from ..learner.bug_hunts import choose
        from ..learner.kata_desk import checking
        from ..learner.warm import WarmGrader

        warm = closing(WarmGrader(course, level, server))
        with warm as grader, checking(course, grader) as passes:
            hunts = choose(course, exercises, options.seed, passes)
    written = deliver(options.export, contents(course, hunts.sources, LEAD), kit)
    count = HUNTS.format(count=hunts.count) if hunts.count > 1 else ONE_HUNT
    graded = f"{GRADED}\n{INDENT}{command('class', 'SOURCE')}"
    say("\n".join([written, count, *hunts.notes, graded]))
    return 0
