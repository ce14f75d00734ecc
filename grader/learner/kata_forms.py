"""Katas: an exercise to write from memory, with a bug to find, or with gaps to fill.

Each is tried before it is shown: the file as given fails, and what it is to become passes.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ..contents.course import Exercise
from ..contents.mistakes import Mistake, load_knowledge
from .kata_gaps import Gap, filled, gaps_of
from .workshop import BLANK, solution_text, stub_bytes

Form = Literal["gap", "bug", "memory"]
Passes = Callable[[Exercise, str], bool]

# The form of a card by its stability in days: below the first number the first, and so on. A card
# that is older than all of these has every form in turn.
FORMS: tuple[tuple[float, Form], ...] = ((5.0, "gap"), (15.0, "bug"), (40.0, "gap"))
IN_TURN: tuple[Form, ...] = ("memory", "bug", "gap")
BLANKS = ((5.0, 1), (40.0, 2))  # so many below this stability
MOST_BLANKS = 3
TRIES = 6  # mistakes or gaps that are tried before another form is taken


@dataclass(frozen=True)
class Kata:
    """A file to mend. repair: one that passes; mistake: the name of the one in it, if it has one.

    own: whether it is made from the learner's own file; stale: that one does not pass as it is now.
    """

    exercise: Exercise
    form: Form
    given: str
    repair: str
    mistake: str = ""
    own: bool = False
    stale: bool = False


class NoKata(Exception):
    """No kata can be made: the exercise's suite and its solution do not agree."""


def form_of(stability: float, katas: int) -> Form:
    """The form for a card that is known so well and was practised so often."""
    return next((form for days, form in FORMS if stability < days), IN_TURN[katas % len(IN_TURN)])


def blanks_of(stability: float) -> int:
    """How many expressions are blanked for a card that is known so well."""
    return next((count for days, count in BLANKS if stability < days), MOST_BLANKS)


def make(
    exercise: Exercise,
    passes: Passes,
    form: Form,
    blanks: int = 1,
    used: Sequence[str] = (),
    seed: int = 0,
) -> Kata:
    """A kata of this form, or of another one where that cannot be made.

    passes: whether a source passes the exercise's suite. used: mistakes of earlier katas, the
    latest last, which come again last. Raises NoKata and UsageError.
    """
    source, own = base_of(exercise, passes)
    chance = random.Random(f"{exercise.name} {seed}")
    makers: dict[Form, Callable[[], Iterator[Kata]]] = {
        "bug": lambda: bug_hunts(exercise, source, own, used, chance),
        "gap": lambda: _gap_katas(exercise, source, own, passes, blanks, chance),
        "memory": lambda: iter([Kata(exercise, "memory", _stub(exercise), source, own=own)]),
    }
    for each in (form, *(other for other in get_args(Form) if other != form)):
        for number, kata in enumerate(makers[each](), 1):
            if holds(kata, passes, repaired=kata.repair == source):
                return replace(kata, stale=not own)
            if number == TRIES:
                break
    raise NoKata


def base_of(exercise: Exercise, passes: Passes) -> tuple[str, bool]:
    """What katas are made from: the learner's own file where it passes, else the solution.

    Second, whether it is their own. Raises NoKata and UsageError.
    """
    try:
        own = exercise.file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        own = ""
    if own and own != _stub(exercise) and passes(exercise, own):
        return own, True
    solution = solution_text(exercise)
    if not passes(exercise, solution):
        raise NoKata
    return solution, False


def holds(kata: Kata, passes: Passes, repaired: bool = False) -> bool:
    """Whether the file as given fails, and the repair passes; repaired: that is known already."""
    return not passes(kata.exercise, kata.given) and (
        repaired or passes(kata.exercise, kata.repair)
    )


def bug_hunts(
    exercise: Exercise, source: str, own: bool, used: Sequence[str], chance: random.Random
) -> Iterator[Kata]:
    """One bug hunt for each known mistake, those that were not used lately first."""
    mistakes = list(load_knowledge(exercise).mistakes)
    chance.shuffle(mistakes)
    last = {name: number for number, name in enumerate(used)}
    for mistake in sorted(mistakes, key=lambda mistake: last.get(mistake.name, -1)):
        given = mistake.made_in(source)
        if given:
            yield Kata(exercise, "bug", given, source, mistake.name, own)
        else:
            yield Kata(exercise, "bug", mistake.source, solution_text(exercise), mistake.name)


def mistake_of(exercise: Exercise, name: str) -> Mistake | None:
    """A known mistake by its name; None if it is not known any more. Raises UsageError."""
    found = (mistake for mistake in load_knowledge(exercise).mistakes if mistake.name == name)
    return next(found, None)


def _gap_katas(
    exercise: Exercise, source: str, own: bool, passes: Passes, blanks: int, chance: random.Random
) -> Iterator[Kata]:
    """A kata with so many blanks, or fewer, whose wrong fillings the suite refuses."""
    try:
        found = gaps_of(source, _stub(exercise))
    except (SyntaxError, ValueError, RecursionError):
        return
    chance.shuffle(found)
    chosen: list[Gap] = []
    for gap in found[: TRIES * blanks]:
        apart = not any(gap.overlaps(other) for other in chosen)
        if apart and not any(passes(exercise, filled(source, {gap: w})) for w in gap.wrong):
            chosen.append(gap)
        if len(chosen) == blanks:
            break
    if chosen:
        yield Kata(exercise, "gap", filled(source, dict.fromkeys(chosen, BLANK)), source, own=own)


def _stub(exercise: Exercise) -> str:
    return stub_bytes(exercise).decode()
