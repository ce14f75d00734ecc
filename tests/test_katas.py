"""When a kata is due, months of it on a fixed clock; and how katas are made."""

import os
import random
import sqlite3
import time as clock
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

import pytest
from conftest import ROOT
from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.contents.course import Chapter, Course, Exercise
from grader.contents.handin import reference_files
from grader.contents.stubs import stub_of
from grader.judge.run import try_source
from grader.judge.suites import Suites, load_reference
from grader.learner.kata_desk import changed_lines
from grader.learner.kata_forms import NoKata, base_of, bug_hunts, form_of, make
from grader.learner.kata_gaps import filled, gaps_of
from grader.learner.katas import A_DAY, Deck, rating_of, usual_seconds
from grader.learner.progress import FirstSolution, KataRecord, Progress
from grader.learner.progress_file import FILE, MIGRATIONS
from grader.learner.workshop import BLANK

START = date(2026, 1, 5)
NAMES = [f"{chapter}/{number}" for chapter in ("a", "b", "c") for number in range(4)]
COURSE = Course(
    ROOT,
    "A course",
    tuple(
        Chapter(c, c, tuple(Exercise(name, name, ROOT) for name in NAMES if name[0] == c))
        for c in ("a", "b", "c")
    ),
)


def at(day: date, hour: int = 12) -> str:
    """A time as it is remembered, on the learner's own day."""
    return datetime.combine(day, time(hour)).astimezone(UTC).isoformat(timespec="microseconds")


def solved(*days: int) -> list[FirstSolution]:
    """The first exercises, each solved so many days after START."""
    return [
        FirstSolution(name, at(START + timedelta(day)), 1, 0, 0)
        for name, day in zip(NAMES, days, strict=False)
    ]


def record(name: str, day: date, rating: int, hour: int = 12, **more) -> KataRecord:
    return KataRecord(
        name, at(day, hour), "gap", "", True, "", "", rating=rating, ended_at=at(day, hour), **more
    )


# What happened decides


@pytest.mark.parametrize(
    ("solved", "hints", "gradings", "seconds", "usual", "rating"),
    [
        (False, 0, 1, 1.0, 60.0, Rating.Again),
        (True, 1, 1, 1.0, 60.0, Rating.Hard),
        (True, 0, 3, 1.0, 60.0, Rating.Hard),
        (True, 0, 2, 1.0, 60.0, Rating.Good),
        (True, 0, 1, 60.0, 60.0, Rating.Good),
        (True, 0, 1, 1.0, None, Rating.Good),
        (True, 0, 1, 59.0, 60.0, Rating.Easy),
    ],
)
def test_rating(solved, hints, gradings, seconds, usual, rating):
    assert rating_of(solved, hints, gradings, seconds, usual) == rating


def test_usual_time_is_of_solved_katas_of_the_same_form():
    times = [(10.0, 3), (30.0, 2), (500.0, 1), (20.0, 4)]
    records = [record("a/0", START, rating, seconds=seconds) for seconds, rating in times]
    assert usual_seconds(records, "gap") == 20.0
    assert usual_seconds(records[:3], "gap") is None
    assert usual_seconds(records, "bug") is None


def test_intervals_of_one_exercise():
    """Good four times, then Again, then Good twice: in days, as py-fsrs has them."""
    first = [FirstSolution("a/0", at(START), 1, 0, 0)]
    records, day, intervals = [], START, []
    for rating in (0, 3, 3, 3, 1, 3, 3):
        if rating:
            records.append(record("a/0", day, rating))
        due = Deck.made(COURSE, first, records, day).cards[0].due
        intervals.append((due - day).days)
        day = due
    assert intervals == [2, 11, 46, 163, 5, 12, 28]


def test_the_first_solution_counts_by_what_it_took():
    gaps = {}
    for what, first in {
        "shown": FirstSolution("a/0", at(START), 1, 0, 1),
        "hints": FirstSolution("a/0", at(START), 1, 2, 0),
        "alone": FirstSolution("a/0", at(START), 1, 0, 0),
    }.items():
        gaps[what] = Deck.made(COURSE, [first], [], START).cards[0].stability
    assert gaps["shown"] < gaps["hints"] < gaps["alone"]


# Today, tomorrow


def test_three_a_day_of_different_chapters_the_most_faded_first():
    today = START + timedelta(60)
    deck = Deck.made(COURSE, solved(*range(12)), [], today)
    names = [exercise.name for exercise in deck.todays(today)]
    assert names == ["a/0", "b/0", "c/0"]
    plan = deck.plan(today)
    assert sorted(plan.values()) == [today + timedelta(n // A_DAY) for n in range(12)]
    assert [e.name for e in deck.todays(today, more=2)] == [*names, "a/1", "b/1"]
    records = [record(name, today, 3) for name in names[:2]]
    later = Deck.made(COURSE, solved(*range(12)), records, today)
    assert [e.name for e in later.todays(today)] == ["c/0"]
    assert len(later.todays(today, more=20)) == 12, "beyond what is due, what comes soonest"


@settings(max_examples=5)
@given(st.data())
def test_months_of_practice(data):
    """Whatever is skipped, missed, forgotten or done at odd hours: never more than three a day,
    nothing is lost, what is known well comes seldom, and nothing depends on the hour."""
    firsts = solved(*data.draw(st.lists(st.integers(0, 30), min_size=4, max_size=12)))
    begin = START + timedelta(31)
    records: list[KataRecord] = []
    shifted: list[KataRecord] = []
    day = begin
    for gap in data.draw(st.lists(st.sampled_from([1, 1, 1, 2, 9]), min_size=30, max_size=30)):
        day += timedelta(gap)
        deck = Deck.made(COURSE, firsts, records, day)
        due = deck.todays(day)
        plan = deck.plan(day)
        assert len(due) <= A_DAY
        assert {exercise.name for exercise in due} == {n for n, when in plan.items() if when == day}
        assert set(plan) == {first.exercise for first in firsts}
        assert all(day <= when <= day + timedelta(180) for when in plan.values())
        for card in deck.cards:
            assert plan[card.exercise.name] >= card.due
            assert 0 <= card.recall(day) <= 1
        ratings = data.draw(st.lists(st.sampled_from([0, 1, 2, 3, 3, 4]), min_size=3, max_size=3))
        for exercise, rating in zip(due, ratings, strict=False):
            if rating:
                records.append(record(exercise.name, day, rating))
                shifted.append(record(exercise.name, day, rating, data.draw(st.integers(0, 23))))
    same_days = Deck.made(COURSE, firsts, shifted, day)
    deck = Deck.made(COURSE, firsts, records, day)
    assert [card.due for card in deck.cards] == [card.due for card in same_days.cards]
    done = {card.exercise.name: card.katas for card in deck.cards}
    assert sum(done.values()) == len(records)
    assert all(share is None or 0 < share <= 1 for share in deck.retention(day))


def test_practice_keeps_what_is_solved():
    """Half a year of three a day: recall stays high, and the work becomes less."""
    firsts, records = solved(*range(12)), []
    counts = []
    for number in range(180):
        day = START + timedelta(12 + number)
        due = Deck.made(COURSE, firsts, records, day).todays(day)
        counts.append(len(due))
        records += [record(exercise.name, day, 3) for exercise in due]
    deck = Deck.made(COURSE, firsts, records, day)
    left = Deck.made(COURSE, firsts, [], day)
    assert min(share for share in deck.retention(day) if share) > 0.85
    assert max(share for share in left.retention(day) if share) < 0.75
    assert sum(counts[:30]) > 3 * sum(counts[-30:])


# What may be odd about a clock


def test_what_is_dated_in_the_future_counts_as_of_today():
    ahead = [record("a/0", START + timedelta(3000), 3)]
    deck = Deck.made(COURSE, solved(0), ahead, START + timedelta(2))
    assert deck.ahead
    assert deck.cards[0].due < START + timedelta(30)
    assert not Deck.made(COURSE, solved(0), [], START).ahead


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "America/New_York"])
def test_days_are_the_learners_own(zone, monkeypatch):
    """Also where the clock is put forward in the night, as in New York on 2026-03-08."""
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    try:
        days = [date(2026, 3, 7), date(2026, 3, 9)]
        first = [FirstSolution("a/0", at(days[0], 23), 1, 0, 0)]
        deck = Deck.made(COURSE, first, [], days[0])
        assert deck.cards[0].due == days[1]
        assert deck.plan(days[0])["a/0"] == days[1]
        done = Deck.made(COURSE, first, [record("a/0", days[1], 3, hour=0)], days[1])
        assert done.cards[0].due == days[1] + timedelta(11)
    finally:
        monkeypatch.undo()
        clock.tzset()


# What is remembered


def test_progress_of_before_katas_is_kept(tmp_path):
    """A file of the first version has the solved exercises, and katas begin with them."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        row = ("a/0", "sha", "solved", 1.0, 1.0, at(START), at(START), at(START))
        connection.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        late = at(START + timedelta(1))
        connection.execute("INSERT INTO hint VALUES ('a/0', 1, ?)", (late,))
        connection.execute("PRAGMA user_version = 1")
    warnings: list[str] = []
    progress = Progress(tmp_path, warnings.append)
    assert progress.first_solutions() == [FirstSolution("a/0", at(START), 1, 0, 0)]
    kata = record("a/0", START, 3, gradings=2)
    progress.note_kata(kata)
    kata.hints = 1
    progress.note_kata(kata)
    assert progress.katas() == [kata]
    assert Deck.of(COURSE, progress, START + timedelta(5)).cards[0].katas == 1
    progress.drop_kata(kata)
    assert progress.katas() == warnings == []
    os.unlink(tmp_path / FILE)
    assert Deck.of(COURSE, progress, START).cards == ()


# How katas are made


REAL = Course.load(ROOT)
SUITES = Suites(REAL)


def passes(exercise: Exercise, source: str) -> bool:
    """Whether a source of our own passes, in this process and not in a worker."""
    files = reference_files(ROOT, [exercise.module, *exercise.imports, *_further(exercise)])
    files[exercise.module] = (exercise.module, source.encode())
    reference = load_reference(exercise)
    tests = SUITES.tests(exercise)
    return all(try_source(test, exercise.module, files, reference, 0).passed for test in tests)


def _further(exercise: Exercise) -> list[str]:
    return [other.module for other in REAL.earlier(exercise)]


def test_form_follows_how_well_it_is_known():
    assert [form_of(days, 0) for days in (2, 10, 30, 90)] == ["gap", "bug", "gap", "memory"]
    assert {form_of(100, katas) for katas in range(3)} == {"gap", "bug", "memory"}


def test_three_forms_of_one_exercise(tmp_path):
    exercise = REAL.one("cross_entropy_error_label")
    solution = exercise.solution.read_text()
    gap = make(exercise, passes, "gap", blanks=2)
    assert gap.given.count(BLANK) == 2
    assert changed_lines(gap.given, gap.repair) <= 4
    bug = make(exercise, passes, "bug")
    again = make(exercise, passes, "bug", used=[bug.mistake])
    assert bug.mistake and again.mistake not in ("", bug.mistake)
    memory = make(exercise, passes, "memory")
    assert memory.given == stub_of(solution)
    for kata in (gap, bug, again, memory):
        assert kata.repair == solution and not passes(exercise, kata.given)


def learners(exercise: Exercise, tmp_path, source: str) -> Exercise:
    """The same exercise with a file of the learner's own; suites and mistakes are linked."""
    for name in ("solutions", "course"):
        (tmp_path / name).symlink_to(ROOT / name)
    own = Exercise(exercise.name, exercise.title, tmp_path)
    own.file.parent.mkdir(parents=True)
    own.file.write_text(source)
    return own


def test_katas_are_made_of_the_learners_own_file_where_it_passes(tmp_path):
    exercise = REAL.one("sum_squares_error")
    ours = "import numpy as np\n\n\ndef sum_squares_error(y, t):\n    d = y - t  # é\n"
    ours += "    return np.sum(d * d) / 2\n"
    own = learners(exercise, tmp_path, ours)

    def checked(_: Exercise, source: str) -> bool:
        return passes(exercise, source)

    gap = make(own, checked, "gap")
    assert gap.own and gap.repair == ours and not gap.stale
    bug = make(own, checked, "bug")
    assert not bug.stale and not checked(own, bug.given) and checked(own, bug.repair)
    own.file.write_text(ours.replace("/ 2", "/ 3"))
    stale = make(own, checked, "gap")
    assert stale.stale and not stale.own
    with pytest.raises(NoKata):
        make(own, lambda *_: False, "gap")
    assert make(own, lambda _, source: BLANK not in source and checked(own, source), "gap")


def test_gaps_are_bytes_and_fillings_stand_in_their_place():
    given = "\n\ndef given(x):\n    return x + 1\n"
    stub = f"def f(x):\n    # TODO: x\n    raise NotImplementedError\n{given}"
    source = 'def f(x):\n    é = f"{x + 2}"; y = 2 * x\n    return y\n' + given
    found = {source.encode()[gap.start : gap.end].decode(): gap for gap in gaps_of(source, stub)}
    assert set(found) == {"2 * x"}
    assert filled(source, {found["2 * x"]: BLANK}) == source.replace("2 * x", BLANK)


SAMPLE = REAL.exercises if os.environ.get("ALL_BUG_HUNTS") else REAL.exercises[::9]


@pytest.mark.parametrize("exercise", SAMPLE, ids=lambda exercise: exercise.stem)
def test_known_mistakes_are_bug_hunts(exercise):
    """All of them with ALL_BUG_HUNTS set; otherwise some of some exercises."""
    source, _ = base_of(exercise, passes)
    hunts = list(bug_hunts(exercise, source, False, (), random.Random(0)))
    assert hunts
    for kata in hunts if len(SAMPLE) == len(REAL.exercises) else hunts[:4]:
        assert not passes(exercise, kata.given), kata.mistake
        assert kata.repair == source
