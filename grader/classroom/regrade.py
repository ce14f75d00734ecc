"""What a regrade changes: shown before anything that was given back is replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from ..report.verdict import ExerciseReport
from ..words.text import clean
from .collect import EXAMPLE, Submitted
from .store import HISTORY, Kept, Key, Store
from .tables import guarded, written

WHY = {"suite": "suite", "solution": "solution or imports", "seed": "seed", "engine": "engine"}
TEST = "{name} {before} → {after}"
NO_TEST = "not there"

CHANGE = "{who}, {exercise}: {before:g} → {after:g} points ({why}). {tests}"
COLUMNS = ("student", "name", "exercise", "points_before", "points_after", "changed", "tests")


@dataclass(frozen=True)
class Change:
    """A verdict that differs from the one that was given back. why: what else it was made with."""

    key: Key
    before: float
    after: float
    tests: tuple[str, ...]
    why: tuple[str, ...]


def settle(
    store: Store, wanted: Iterable[Key], accept: bool
) -> tuple[dict[Key, Kept], list[Change], int]:
    """Decide which verdict on each task counts: the one given back, else the one that is asked for.

    These; what others would change; and how many would change nothing.

    Another verdict on the same files replaces the one given back where accept is true, or where no
    student's points or tests differ.
    """
    old: dict[Key, Kept] = {}
    new: dict[Key, Kept] = {}
    changes: list[Change] = []
    same = 0
    for key in wanted:
        given, found = store.given(key), store.find(key)
        before = store.find(given) if given and given != key else None
        if found:
            new[key] = found
        if before:
            old[key] = before
        if found and before and given and not key.student.startswith(EXAMPLE):
            change = _change(given, before.report, key, found.report)
            if change.tests or change.before != change.after:
                changes.append(change)
            else:
                same += 1
    kept = old | new if accept or not changes else new | old
    store.give(each.key for each in kept.values())
    return kept, changes, same


def _change(given: Key, before: ExerciseReport, key: Key, after: ExerciseReport) -> Change:
    """How two verdicts on the same files differ."""
    first, second = _outcomes(before), _outcomes(after)
    tests = tuple(
        TEST.format(name=test[1], before=first.get(test, NO_TEST), after=second.get(test, NO_TEST))
        for test in {**first, **second}
        if first.get(test) != second.get(test)
    )
    changed = {f.name for f in fields(Key) if getattr(given, f.name) != getattr(key, f.name)}
    why = tuple(word for name, word in WHY.items() if name in changed)
    return Change(key, before.score, after.score, tests, why)


def _outcomes(report: ExerciseReport) -> dict[tuple[str, str], str]:
    """What came of each test, by the names of its part and its own."""
    return {(part.name, test.name): test.outcome for part in report.parts for test in part.tests}


def change_line(change: Change, who: str) -> str:
    """A change as one line for the terminal."""
    return clean(
        CHANGE.format(
            who=who,
            exercise=change.key.exercise,
            before=change.before,
            after=change.after,
            why=", ".join(change.why),
            tests="; ".join(change.tests),
        ),
        500,
    )


def changes_csv(changes: Sequence[Change], handins: Mapping[str, Submitted]) -> str:
    """All changes; handins: by what a key calls their students."""
    rows = []
    for change in changes:
        handin = handins[change.key.student]
        told = [", ".join(change.why), "; ".join(change.tests)]
        points = [f"{change.before:g}", f"{change.after:g}"]
        who = [guarded(handin.student), guarded(handin.name)]
        rows.append([*who, change.key.exercise, *points, *told])
    return written(COLUMNS, rows)


def history_csv(store: Store) -> str:
    """Every verdict that there ever was; given_back is 1 where it is the one that counts."""
    rows = []
    for who, *told in store.history():
        if not who.startswith(EXAMPLE):
            shown = [f"{value:g}" if isinstance(value, float) else value for value in told]
            rows.append([guarded(who), *shown])
    return written(HISTORY, rows)
