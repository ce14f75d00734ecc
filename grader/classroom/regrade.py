"""What a regrade changes: shown before anything that was given back is replaced."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from ..report.verdict import ExerciseReport
from ..words.text import clean
from .store import HISTORY, Kept, Key, Store
from .tables import guarded

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


@dataclass
class Settled:
    """What counts of each task, and what a regrade would change; same: what it leaves as it was."""

    kept: dict[Key, Kept]
    changes: list[Change]
    same: int = 0


def settle(store: Store, wanted: Iterable[Key], accept: bool) -> Settled:
    """Decide which verdict on each task counts: the one given back, else the one that is asked for.

    Another verdict on the same files replaces the one given back where accept is true, or where no
    student's points or tests differ.
    """
    old: dict[Key, Kept] = {}
    new: dict[Key, Kept] = {}
    settled = Settled({}, [])
    for key in wanted:
        given, found = store.given(key), store.find(key)
        before = store.find(given) if given and given != key else None
        if found:
            new[key] = found
        if before:
            old[key] = before
        if found and before and given:
            change = _change(given, before.report, key, found.report)
            settled.same += not (change.tests or change.before != change.after)
            if change.tests or change.before != change.after:
                settled.changes.append(change)
    replaces = accept or not settled.changes
    settled.kept = old | new if replaces else new | old
    store.give(kept.key for kept in settled.kept.values())
    return settled


def _change(given: Key, before: ExerciseReport, key: Key, after: ExerciseReport) -> Change:
    """How two verdicts on the same files differ."""
    first = {test.name: test.outcome for test in before.tests}
    second = {test.name: test.outcome for test in after.tests}
    tests = tuple(
        TEST.format(name=name, before=first.get(name, NO_TEST), after=second.get(name, NO_TEST))
        for name in {**first, **second}
        if first.get(name) != second.get(name)
    )
    changed = {f.name for f in fields(Key) if getattr(given, f.name) != getattr(key, f.name)}
    why = tuple(word for name, word in WHY.items() if name in changed)
    return Change(key, before.score, after.score, tests, why)


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


def changes_csv(changes: Sequence[Change], names: dict[str, tuple[str, str]]) -> str:
    """All changes; names: the student and name of whom a key calls so."""
    rows = []
    for change in changes:
        student, name = names[change.key.student]
        told = [", ".join(change.why), "; ".join(change.tests)]
        points = [f"{change.before:g}", f"{change.after:g}"]
        rows.append([guarded(student), guarded(name), change.key.exercise, *points, *told])
    return _csv(COLUMNS, rows)


def history_csv(store: Store) -> str:
    """Every verdict that there ever was; given_back is 1 where it is the one that counts."""
    return _csv(HISTORY, [[guarded(str(row[0])), *row[1:]] for row in store.history()])


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()
