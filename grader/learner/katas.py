"""What is due: a card for every solved exercise, rebuilt from what happened and never asked for.

Days are what counts, by the learner's own calendar: neither the hour of a kata nor a change of
time zone or clock moves anything by more than a day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from fsrs import Card, Rating, ReviewLog, Scheduler

from ..contents.course import Course, Exercise
from .progress import FirstSolution, KataRecord, Progress, day_of

A_DAY = 3
MANY_GRADINGS = 3  # from which on it was hard
ENOUGH = 3  # katas of one form, to know what is usual
WEEKS = 12  # that a retention curve looks back

_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=180, enable_fuzzing=False
)


@dataclass(frozen=True)
class Review:
    """That an exercise was done on a day, and how it went."""

    day: date
    rating: Rating


@dataclass(frozen=True)
class KataCard:
    """How well an exercise is known. katas: how many of it were done; due: a day."""

    exercise: Exercise
    card: Card
    katas: int

    @property
    def due(self) -> date:
        return self.card.due.date()

    @property
    def stability(self) -> float:
        """Days until one in ten would have forgotten it."""
        return self.card.stability or 0.0

    def recall(self, day: date) -> float:
        """The chance, from 0 to 1, that it would still be known on a day."""
        return _SCHEDULER.get_card_retrievability(self.card, _noon(day))


@dataclass(frozen=True)
class Deck:
    """All cards in course order, and what they are made from.

    done_today: the chapters of katas finished today; ahead: whether something is dated later.
    """

    cards: tuple[KataCard, ...]
    reviews: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)
    done_today: tuple[str, ...] = ()
    ahead: bool = False

    @classmethod
    def of(cls, course: Course, progress: Progress, today: date) -> "Deck":
        """The cards of a course as they are on a day."""
        return cls.made(course, progress.first_solutions(), progress.katas(), today)

    @classmethod
    def made(
        cls,
        course: Course,
        solutions: Iterable[FirstSolution],
        records: Iterable[KataRecord],
        today: date,
    ) -> "Deck":
        """The same from what is remembered. What is dated later than today counts as of today."""
        found: dict[str, list[tuple[str, Rating]]] = {}
        for first in solutions:
            how = rating_of(not first.shown, first.hints, first.gradings)
            found[first.exercise] = [(first.at, how)]
        finished = [r for r in records if r.rating and r.ended_at and r.exercise in found]
        for record in finished:
            entry = (record.ended_at or "", Rating(record.rating or 1))
            found[record.exercise].append(entry)
        reviews = {
            name: tuple(Review(min(day_of(at), today), how) for at, how in sorted(entries))
            for name, entries in found.items()
        }
        cards = tuple(
            _card(number, exercise, reviews[exercise.name])
            for number, exercise in enumerate(course.exercises)
            if exercise.name in reviews
        )
        done = [r.exercise.split("/")[0] for r in finished if day_of(r.ended_at or "") == today]
        ahead = any(day_of(at) > today for entries in found.values() for at, _ in entries)
        return cls(cards, reviews, tuple(done), ahead)

    def todays(self, today: date, more: int = 0) -> list[Exercise]:
        """What to practise today, chapters interleaved; more: so many beyond what is due."""
        due = [card for card in self.cards if card.due <= today]
        chosen = _choose(due, today, A_DAY - len(self.done_today), self.done_today)
        rest = [card for card in self.cards if card not in chosen]
        first = [card for card in rest if card.due <= today]
        before = [*self.done_today, *(card.exercise.chapter for card in chosen)]
        extra = _choose(first, today, more, before)
        later = [card for card in rest if card not in first]
        before += [card.exercise.chapter for card in extra]
        extra += _choose(later, today, more - len(extra), before)
        return [card.exercise for card in [*chosen, *extra]]

    def plan(self, today: date) -> dict[str, date]:
        """The day of each card's next kata, at most three a day: what was missed is spread out."""
        planned: dict[str, date] = {}
        left, day = list(self.cards), today
        while left:
            before = self.done_today if day == today else ()
            due = [card for card in left if card.due <= day]
            for card in _choose(due, day, A_DAY - len(before), before):
                planned[card.exercise.name] = day
                left.remove(card)
            day += timedelta(1)
        return planned

    def retention(self, today: date) -> list[float | None]:
        """What share of all cards would have been known, a week apart, up to today.

        None for a week in which there were no cards.
        """
        days = [today - timedelta(7 * back) for back in reversed(range(WEEKS))]
        return [self._known(day) for day in days]

    def _known(self, day: date) -> float | None:
        cards = []
        for number, card in enumerate(self.cards):
            reviews = [r for r in self.reviews[card.exercise.name] if r.day <= day]
            if reviews:
                cards.append(_card(number, card.exercise, reviews))
        return sum(card.recall(day) for card in cards) / len(cards) if cards else None


def rating_of(
    solved: bool, hints: int, gradings: int, seconds: float = 0.0, usual: float | None = None
) -> Rating:
    """How well it went. solved: without being shown the solution; usual: one's own median."""
    if not solved:
        return Rating.Again
    if hints or gradings >= MANY_GRADINGS:
        return Rating.Hard
    if gradings <= 1 and usual is not None and seconds < usual:
        return Rating.Easy
    return Rating.Good


def usual_seconds(records: Iterable[KataRecord], form: str) -> float | None:
    """The median of one's own times for solved katas of a form; None if there are too few."""
    times = [r.seconds for r in records if r.form == form and (r.rating or 0) > Rating.Again]
    return median(times) if len(times) >= ENOUGH else None


def _choose(
    cards: Iterable[KataCard], day: date, count: int, before: Sequence[str] = ()
) -> list[KataCard]:
    """So many of these: what fades most first, but of another chapter than before if possible.

    before: the chapters of those that came earlier on the same day.
    """
    left = sorted(cards, key=lambda card: card.recall(day))
    chosen: list[KataCard] = []
    while left and len(chosen) < count:
        used = [*before, *(card.exercise.chapter for card in chosen)]
        new = next((card for card in left if card.exercise.chapter not in used), None)
        other = next((card for card in left if card.exercise.chapter not in used[-1:]), None)
        chosen.append(new or other or left[0])
        left.remove(chosen[-1])
    return chosen


def _card(number: int, exercise: Exercise, reviews: Sequence[Review]) -> KataCard:
    logs = [ReviewLog(number, review.rating, _noon(review.day), None) for review in reviews]
    card = _SCHEDULER.reschedule_card(Card(number), logs)
    return KataCard(exercise, card, len(reviews) - 1)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
