"""The smallest change of a learner's own code with which every test passes.

A candidate is the learner's file with one edit. It is put through the cheapest test that failed,
then the others that failed, then the rest; what passes all of them counts only after it has done so
in fresh workers. Where there can be a copy of this process, it tries every other candidate. The
tests alone vouch for a repair: it says that all of them pass, not that this is the mistake.
"""

import contextlib
import io
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

import numpy as np

from ..edits.listing import edits
from ..edits.source import Edit, Source
from ..submission.manners import Manners, SubmissionFailure
from ..submission.servers import WorkerFault
from ..submission.workers import Crashed, Overdue
from .beside import Beside
from .candidates import Bench
from .replay import OutOfStep, Record, Recording, Replay
from .run import ClosingLink, Run, run_test
from .suites import SuiteTest

BUDGET = 2.0  # seconds for a search
MOST = 3  # lines named
AFTERWARDS = 0.25  # seconds to see whether another line does as well
AT_ONCE = 16  # candidates that a worker answers for in one go
WAITING = 0.01  # seconds between two looks at what the other one has found
HANGING = 0.25  # seconds for a call at least; this many times as long as the learner's own took:
SLOWER = 4.0
TRACING = 0.15  # of the time for tests that are run to see which lines they run,
TRACED = 3.0  # which makes them so much slower
FIRST_SECONDS = 0.5  # for a call of the file as it is

Stop = Callable[[], bool]
Candidate = tuple[int, Edit, bytes]  # its rank, and the whole source that the edit makes
Outcome = tuple[bool, float]  # of a test: whether it passed, and the seconds that it took


@dataclass(frozen=True)
class Repair:
    """An edit with which all tests pass: where it is, of what kind, the code before and after.

    is_arbitrary: whether it may have passed by chance, so that only its line is worth showing.
    rank: how many likelier edits there were.
    """

    line: int
    kind: str
    before: str
    after: str
    is_arbitrary: bool = False
    rank: int = 0


@dataclass
class Search:
    """What a search came to: one repair, or a few in different lines, the likeliest first."""

    repairs: list[Repair] = field(default_factory=list)
    tried: int = 0
    seconds: float = 0.0  # until the first one was found
    is_complete: bool = True  # False if it was broken off

    def add(self, repair: Repair) -> None:
        """Note a repair, if it is the likeliest of its line: two processes look for them."""
        of_lines: dict[int, Repair] = {}
        for each in sorted([*self.repairs, repair], key=lambda each: each.rank):
            of_lines.setdefault(each.line, each)
        self.repairs = list(of_lines.values())


@dataclass
class _Tried:
    """How the file as it is did in a test."""

    passed: bool
    lines: set[int]
    record: Record
    raised: int = 0  # the line of the exception that ended it


class Searcher:
    """Looks for a repair of one file."""

    def __init__(
        self,
        tests: Sequence[SuiteTest],
        module: str,
        reference: object,
        seed: int,
        bench: Bench,
        stop: Stop = lambda: False,
    ) -> None:
        """bench: where candidates run; it stays open. stop: asked before every candidate."""
        self._tests = tests
        self._module = module
        self._reference = reference
        self._seed = seed
        self._bench = bench
        self._stop = stop

    def outcomes(self, code: bytes) -> list[Outcome]:
        """What the tests say of a file, as grading finds out. Raises WorkerFault."""
        manners = Manners()
        runs = [self._run(test, self._bench.fresh(code), None, manners) for test in self._tests]
        return [(run.passed, run.seconds) for run in runs]

    def search(
        self,
        code: bytes,
        outcomes: Sequence[Outcome],
        budget: float = BUDGET,
        clock: Callable[[], float] = time.monotonic,
    ) -> Search:
        """Look for seconds of this clock at most. Raises WorkerFault.

        outcomes: of the tests, with the file as it is.
        """
        found, started = Search(), clock()
        until = started + budget
        ranked = sorted(zip(outcomes, self._tests, strict=True), key=lambda pair: pair[0])
        failing = [test for (passed, _), test in ranked if not passed]
        passing = [test for (passed, _), test in ranked if passed]
        slowest = max((seconds for _, seconds in outcomes), default=0.0)
        enough = started + TRACING * budget
        try:
            source = Source(code)
            tried = self._baseline(code, ranked, lambda seconds: clock() + seconds < enough)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return found
        if not failing or tried[0].passed:
            return found
        patience = max(HANGING, SLOWER * min(slowest, FIRST_SECONDS))
        suspect, record = suspicion(tried), tried[0].record

        def look(bench: Bench, share: int, shares: int) -> Iterator[Repair | None]:
            candidates = islice(_candidates(source, suspect), share, None, shares)
            likely = self._likely(bench, source, candidates, failing[0], record, patience)
            return self._look(bench, source, likely, failing, passing, patience)

        with (
            self._bench.twin() as twin,
            Beside((lambda: filter(None, look(twin, 1, 2))) if twin else None) as other,
        ):
            own = look(self._bench, 0, 2 if other.is_at_work else 1)
            for repair in _both(own, other):
                if repair:
                    if not found.repairs:
                        found.seconds = clock() - started
                        until = min(until, clock() + AFTERWARDS)
                    found.add(repair)
                found.tried += 1
                found.is_complete = not self._stop()
                if not found.is_complete or clock() > until or len(found.repairs) == MOST:
                    break
        return found

    def _look(
        self,
        bench: Bench,
        source: Source,
        candidates: Iterable[Candidate | None],
        failing: Sequence[SuiteTest],
        passing: Sequence[SuiteTest],
        patience: float,
    ) -> Iterator[Repair | None]:
        """For each candidate that is tried the repair that it is, or None; one for a line."""
        lines: set[int] = set()
        for candidate in candidates:
            if candidate is None or candidate[1].line in lines:
                yield None
                continue
            rank, edit, code = candidate
            # What passed before breaks sooner in fresh workers than what has just passed.
            if self._passes(bench, code, failing, patience) and self._holds(
                bench, code, [*passing, *failing]
            ):
                lines.add(edit.line)
                yield _repair(source, edit, rank)
            else:
                yield None

    def _likely(
        self,
        bench: Bench,
        source: Source,
        candidates: Iterator[Candidate],
        test: SuiteTest,
        record: Record,
        patience: float,
    ) -> Iterator[Candidate | None]:
        """Candidates that this test may pass, which failed; None for each that it does not.

        record: of its run. A worker gives the answers of many candidates to its requests at once.
        """
        if not record.is_whole:
            yield from candidates
            return
        failing: set[int] = set()
        frames = record.frames
        while batch := list(islice(candidates, AT_ONCE)):
            likely = []
            answered = bench.answers(source.plain, [code for _, _, code in batch], frames, patience)
            for candidate, answers in zip(batch, answered, strict=True):
                known = hash(tuple(answers or ()))
                if answers is None or known in failing:
                    yield None
                    continue
                run = self._run(test, Replay(record, answers), None)
                if run.passed or isinstance(run.error, OutOfStep):
                    likely.append(candidate)
                else:
                    failing.add(known)
                    yield None
            yield from likely

    def _baseline(
        self,
        code: bytes,
        ranked: Sequence[tuple[Outcome, SuiteTest]],
        is_time: Callable[[float], bool],
    ) -> list[_Tried]:
        """Which lines of the file as it is run in these tests: the first, and others in time.

        is_time: for so many seconds. Raises ValueError for a file that cannot be imported.
        """
        tried: list[_Tried] = []
        failing = [each for each in ranked if not each[0][0]]
        passing = ranked[len(failing) :]
        by_turns = (each for pair in zip_longest(failing, passing) for each in pair if each)
        for (_, seconds), test in by_turns:
            if tried and (self._stop() or not is_time(TRACED * seconds)):
                continue
            recording = Recording(self._bench.link(code, traced=True))
            run = self._run(test, recording, FIRST_SECONDS)
            if isinstance(run.error, SubmissionFailure) and run.error.at_import:
                raise ValueError("it cannot be imported")
            lines = self._bench.lines()
            raised = 0
            if isinstance(run.error, SubmissionFailure) and run.error.places:
                raised = run.error.places[-1][1]
            tried.append(_Tried(run.passed, lines, recording.record, raised))
        return tried

    def _passes(
        self, bench: Bench, candidate: bytes, tests: Sequence[SuiteTest], patience: float
    ) -> bool:
        try:
            return all(self._run(t, bench.link(candidate), patience).passed for t in tests)
        except (Crashed, Overdue):  # while it began again
            return False

    def _holds(self, bench: Bench, candidate: bytes, tests: Sequence[SuiteTest]) -> bool:
        """Whether it passes these tests in fresh workers, as when it is graded."""
        return all(self._run(test, bench.fresh(candidate), None).passed for test in tests)

    def _run(
        self,
        test: SuiteTest,
        link: ClosingLink,
        deadline: float | None,
        manners: Manners | None = None,
    ) -> Run:
        settings = {"deadline": deadline} if deadline else {}
        seconds = max(1.0, 4 * deadline) if deadline else 10.0
        with _silence(), np.errstate(all="ignore"):
            run = run_test(
                test, self._module, link, self._reference, self._seed, manners,
                seconds=seconds, settings=settings, of_cpu=self._bench.is_local,
            )  # fmt: skip
        if isinstance(run.error, WorkerFault):
            raise run.error
        run.calls.clear()
        return run


def _both(own: Iterator[Repair | None], other: Beside[Repair]) -> Iterator[Repair | None]:
    """What is found here and beside; None where a moment has brought nothing."""
    for mine in own:
        yield mine
        yield from other.found()
    while other.is_at_work:
        yield None
        yield from other.found(WAITING)


def _candidates(source: Source, suspect: Mapping[int, float]) -> Iterator[Candidate]:
    """Every change once, with the whole text that it makes."""
    seen = {hash(source.plain)}  # of each only its hash: there may be many thousands
    for rank, edit in enumerate(edits(source, suspect)):
        candidate = source.changed(edit)
        if hash(candidate) not in seen:
            seen.add(hash(candidate))
            yield rank, edit, candidate


def suspicion(tried: Sequence[_Tried]) -> Mapping[int, float]:
    """How suspect each line is that a failing test runs (Ochiai)."""
    failing = [t.lines for t in tried if not t.passed]
    lines = set().union(*failing)
    count = {line: sum(line in run for run in failing) for line in lines}
    every = {line: sum(line in t.lines for t in tried) for line in lines}
    found = {n: count[n] / math.sqrt(len(failing) * every[n]) for n in lines}
    for line in {t.raised for t in tried if t.raised in lines}:
        found[line] += 1.0  # an exception says more than any statistic
    return found


def _repair(source: Source, edit: Edit, rank: int) -> Repair:
    """What a learner may be told of an edit."""
    text = source.changed(edit).decode("utf-8")
    before, after = changed_lines(source.text, text)
    return Repair(edit.line, edit.kind, before, after, edit.is_arbitrary, rank)


def changed_lines(before: str, after: str) -> tuple[str, str]:
    """The lines that differ in two texts, as far to the left as they go together."""
    old, new = before.splitlines(), after.splitlines()
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    pair = old[first : len(old) - last], new[first : len(new) - last]
    depth = min((len(x) - len(x.lstrip()) for x in [*pair[0], *pair[1]] if x.strip()), default=0)
    one, two = ("\n".join(line[depth:].rstrip() for line in lines) for lines in pair)
    return one, two


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing on the screen of what a candidate in this process prints."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        yield
