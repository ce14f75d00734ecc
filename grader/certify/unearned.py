"""What a suite gives away: points for tampering with what it hands over, or for a table of answers.

Each of these finds sentences that say who wins what, and how. An honest suite gives none.

The suites and the seed that a course is usually graded with are public, so anyone can write down
what the solution answers there: to each request, with all that it asks and changes on the way. What
a table wins under another seed is won by whoever copies it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..expect import Mismatch
from ..judge.replay import Record, Recording
from ..judge.run import Around, ClosingLink, Run, is_submissions
from ..judge.suites import SuiteTest
from .tamper import AFTER, BEFORE, count, nudged, tampered

MOST_MISTAKES = 8  # of an exercise are tried with each tamper, evenly chosen
SLOWLY = ("emptied after",)  # what slow tests are tried with; it leaves least behind
OTHER_SEEDS = (1, 2, 3)  # a table is recorded with seed 0

Named = tuple[str, str]  # a source's name and the source


@dataclass
class Suite:
    """The tests of one exercise, and how to try them.

    parts: a part's name → its tests, quick ones first; attempt: a test of a source; attempt_link: a
    test of the solution with another link around its own, under a seed.
    """

    parts: Mapping[str, Sequence[SuiteTest]]
    is_slow: Callable[[SuiteTest], bool]
    attempt: Callable[[SuiteTest, str], Run]
    attempt_link: Callable[[SuiteTest, Around, int], Run]

    def passes(self, tests: Sequence[SuiteTest], source: str) -> bool:
        """Whether a source passes all of these tests."""
        return all(self.attempt(test, source).passed for test in tests)

    def tampers(self, tests: Sequence[SuiteTest]) -> Iterable[str]:
        """The tampers after the work that these tests have time for."""
        return SLOWLY if all(map(self.is_slow, tests)) else AFTER


def trivial_wins(suite: Suite, answers: Iterable[Named]) -> Iterator[str]:
    """Parts that a trivial answer wins if it spoils what it was handed."""
    for name, source in answers:
        for part, tests in suite.parts.items():
            for how in suite.tampers(tests):
                if suite.passes(tests, tampered(source, how)):
                    yield f"{part}: {name}, {how}"


def mistake_wins(suite: Suite, mistakes: Sequence[Named]) -> Iterator[str]:
    """Parts that a known mistake fails, and wins once it spoils what it was handed."""
    step = max(1, -(-len(mistakes) // MOST_MISTAKES))
    for name, source in mistakes[::step]:
        for part, tests in suite.parts.items():
            quick = [test for test in tests if not suite.is_slow(test)]
            failed = [test for test in quick if not suite.attempt(test, source).passed][:1]
            for how in AFTER if failed else ():
                if suite.passes([*failed, *tests], tampered(source, how)):
                    yield f"{part}: {name}, {how}"


def followers(suite: Suite, solution: str) -> Iterator[str]:
    """Parts that the solution wins though it answered for arguments that it had spoilt first."""
    for how in BEFORE:
        changed = tampered(solution, how)
        for part, tests in suite.parts.items():
            count.spoilt = 0
            if suite.passes(tests, changed) and count.spoilt:
                yield f"{part}: the solution, {how}"


def stumbles(suite: Suite, solution: str) -> Iterator[str]:
    """Tests that break down where the solution tampers, or do not take a rounding error.

    That a test fails the tampering is right, but by saying what is wrong.
    """
    for test in [test for tests in suite.parts.values() for test in tests]:
        for how in suite.tampers([test]):
            error = suite.attempt(test, tampered(solution, how)).error
            if error and not is_submissions(error):
                yield f"{test.name}, {how}: {type(error).__name__}: {error}"
        error = suite.attempt(test, nudged(solution)).error
        if error:
            what = error.what if isinstance(error, Mismatch) else ""
            yield f"{test.name}, answers nudged: {what} {error}"


def replay_wins(suite: Suite) -> Iterator[str]:
    """Parts that a table of the solution's answers wins under another seed."""
    table: dict[str, Record] = {}

    def record(test: SuiteTest) -> None:
        def noting(link: ClosingLink) -> ClosingLink:
            recording = Recording(link)
            table[test.identity] = recording.record
            return recording

        suite.attempt_link(test, noting, 0)

    def wins(test: SuiteTest, seed: int) -> bool:
        known = table[test.identity]
        return suite.attempt_link(test, lambda link: Player(link, known), seed).passed

    for part, tests in suite.parts.items():
        for test in tests:
            record(test)
        won = (seed for seed in OTHER_SEEDS if all(wins(test, seed) for test in tests))
        yield from (f"{part}, seed {seed}" for seed in won)


class Player:
    """A link with a table behind it that knows one seed by heart and computes nothing.

    It gives the next answer in order, or another one to this request.
    """

    def __init__(self, link: ClosingLink, table: Record) -> None:
        """link: to the source that is not asked."""
        self._link = link
        self._table = table
        self._next = 0

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        frames = self._table.frames
        number = min(self._next, len(frames) - 1)
        if frames[number] != frame and frame in frames:
            number = frames.index(frame)
        self._next += 1
        for question in self._table.questions[number]:
            answer_callback(question)
        return self._table.answers[number]

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        self._link.close()
