"""The schedule of katas as text: what comes when, what fades, the last twelve weeks."""

from collections import Counter
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..contents.course import Course
from ..report.screen import lines_of
from .kata_forms import Form, form_of
from .katas import WEEKS, Deck, KataCard
from .progress import Progress

FADING = 0.9  # chance of recall below which an exercise is fading
NAMES_FROM, WIDE = 60, 76  # columns that whole names need, and the whole table

# Every sentence of the schedule stands here, whole.
FORMS: dict[Form, str] = {"gap": "fill the gap", "bug": "find the bug", "memory": "from memory"}
RECALL = "{share:.0%} of what you have solved would come back to you today, by estimate."
SOME_FADING = "Fading, below {limit:.0%}: {count} of {all}."
NONE_FADING = "Nothing is fading."
AHEAD = (
    "Something here is dated later than today, so this computer's clock has changed: "
    "it counts as done today."
)
CALENDAR = "The last twelve weeks, day by day; below, how much you would recall"
NEXT = "Next due: {names} {day}."
NOTHING_NEXT = "Nothing is due."

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COUNTS = "·▂▅█"  # of things done on a day: none, one, two, more
_SHARES = "▁▂▃▄▅▆▇█"  # from a half to all


def day_text(day: date, today: date) -> str:
    """A day from today on, as a part of a sentence."""
    names = {today: "today", today + timedelta(1): "tomorrow"}
    year = f" {day.year}" if day.year != today.year else ""
    return names.get(day, f"on {_DAYS[day.weekday()]} {day.day} {day:%b}{year}")


def next_text(deck: Deck, today: date, after: date | None = None) -> str:
    """What is next due and when; after: not before the day after this one."""
    plan = {name: day for name, day in deck.plan(today).items() if after is None or day > after}
    if not plan:
        return NOTHING_NEXT
    first = min(plan.values())
    names = [name for name, day in plan.items() if day == first]
    return NEXT.format(names=", ".join(names), day=day_text(first, today))


def schedule(deck: Deck, today: date, console: Console) -> str:
    """All cards by their next day, how well each is known, and the last twelve weeks."""
    plan = deck.plan(today)
    wide = console.width >= WIDE
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    grid.add_column("exercise", no_wrap=True)
    grid.add_column("next", no_wrap=True)
    grid.add_column("recall", justify="right")
    if wide:
        grid.add_column("form", no_wrap=True)
        grid.add_column("done", justify="right")
    for card in sorted(deck.cards, key=lambda card: plan[card.exercise.name]):
        name = card.exercise.name if console.width >= NAMES_FROM else card.exercise.stem
        cells = _cells(card, name, plan[card.exercise.name], today)
        grid.add_row(*(cells if wide else cells[:3]))
    return "\n".join([*lines_of(console, [grid], console.width), "", *summary(deck, today)])


def summary(deck: Deck, today: date) -> list[str]:
    """What is known and what fades, in sentences, and the last twelve weeks as a picture."""
    shares = [card.recall(today) for card in deck.cards]
    fading = sum(share < FADING for share in shares)
    lines = [RECALL.format(share=sum(shares) / len(shares))]
    some = SOME_FADING.format(limit=FADING, count=fading, all=len(shares))
    lines += [some if fading else NONE_FADING, *([AHEAD] if deck.ahead else [])]
    return [*lines, "", CALENDAR, *_calendar(deck, today)]


def practice(course: Course, progress: Progress, today: date) -> str:
    """The summary where katas have been done; "" for who does none: nobody is to be nagged."""
    if not progress.katas():
        return ""
    deck = Deck.of(course, progress, today)
    return "\n".join(summary(deck, today)) if deck.cards else ""


def _cells(card: KataCard, name: str, day: date, today: date) -> list[Text]:
    share = card.recall(today)
    look = "yellow" if share < FADING else "green"
    return [
        Text(name),
        Text(day_text(day, today), "bold" if day == today else ""),
        Text(f"{share:.0%}", look),
        Text(FORMS[form_of(card.stability, card.katas)], "dim"),
        Text(str(card.katas or "")),
    ]


def _calendar(deck: Deck, today: date) -> list[str]:
    """A column for each week, a line for each day of it, and one for what would be recalled."""
    done = Counter(review.day for reviews in deck.reviews.values() for review in reviews)
    monday = today - timedelta(today.weekday() + 7 * (WEEKS - 1))
    lines = []
    for weekday, name in enumerate(_DAYS):
        days = [monday + timedelta(7 * week + weekday) for week in range(WEEKS)]
        signs = [_COUNTS[min(done[day], 3)] if day <= today else " " for day in days]
        lines.append(f"  {name}     {' '.join(signs)}".rstrip())
    shares = [_share(share) for share in deck.retention(today)]
    return [*lines, f"  recall  {' '.join(shares)}"]


def _share(share: float | None) -> str:
    if share is None:
        return "·"
    return _SHARES[max(0, min(int((share - 0.5) * 2 * len(_SHARES)), len(_SHARES) - 1))]
