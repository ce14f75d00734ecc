"""Which known mistake explains these values.

A mistake explains a failed test if its own code, put through the same test, gives the same
answers call by call up to the failure: values equal within rounding, arguments left in the same
state, the same exceptions. Anything less is not named: no guess is better than a
wrong one.
"""

import ast
import itertools
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..contents.drafts import parsed
from ..contents.handin import Files
from ..contents.mistakes import Mistake
from ..submission.frozen import alike
from ..submission.record import Call, forget_values
from .run import Run, try_source
from .suites import SuiteTest

BUDGET = 2.0  # seconds of computing, however busy the machine; then it is given up
MOST_PAIRED = 24  # mistakes of which any two are tried at once; that takes a fifth of a second
MOST = 3  # mistakes named at once
FEWEST = 2  # failed tests that a mistake explains, at the least, which leaves one over
NUMBERS = 8  # of a submission that are tried where a mistake leaves a number free
LARGEST = 1e9  # of these: nobody means more, and it would have to be computed with
MOST_KEPT = 2000  # runs of known mistakes, of some ten kilobytes each
MOST_READ = 1 << 16  # bytes of a submission in which they are sought: its syntax tree costs seconds


@dataclass(frozen=True)
class Candidate:
    """A known mistake, or two at once, as code."""

    mistakes: tuple[Mistake, ...]
    source: str


@dataclass
class Explanation:
    """The mistakes that a submission makes, and the failed tests that they do not explain."""

    mistakes: list[Mistake] = field(default_factory=list)
    unexplained: list[SuiteTest] = field(default_factory=list)


@dataclass
class Observation:
    """A test that a submission went through: the calls that it answered, and whether it passed."""

    test: SuiteTest
    calls: list[Call]
    passed: bool


class Diagnosis:
    """Puts known mistakes through the tests of one exercise; each at most once."""

    def __init__(
        self,
        module: str,
        files: Files,
        reference: Any,
        seed: int,
        kept: dict[Any, Run] | None = None,
    ) -> None:
        """files: what the solution may import, itself among them.

        kept: what came of mistakes as they are known, for other submissions to the same suites.
        """
        self._module = module
        self._files = files
        self._reference = reference
        self._seed = seed
        self._kept = {} if kept is None else kept
        self._trials: dict[Any, Run] = {}
        self._deadline = math.inf

    def explain(
        self,
        observed: Sequence[Observation],
        mistakes: Sequence[Mistake],
        source: bytes,
        budget: float = BUDGET,
    ) -> Explanation:
        """The mistakes that explain what failed, if any do.

        One or a few that each explain some tests, and together all of them; or two that are made at
        once; or one that leaves one test over. source: the submission's.
        """
        self._deadline = time.process_time() + budget
        failed = sorted((o for o in observed if not o.passed), key=lambda o: len(o.calls))
        passed = sorted((o for o in observed if o.passed), key=lambda o: len(o.calls))
        if not failed or not all(o.calls for o in failed):
            return Explanation()
        as_known = [Candidate((mistake,), mistake.source) for mistake in mistakes]
        known = [*as_known, *_with_numbers(mistakes, _numbers(source))]
        nearly = Explanation()
        try:
            chosen = self._cover(failed, passed, known)
            nearly = Explanation(chosen) if chosen else self._nearly(failed, passed, known)
            if not chosen:
                chosen = self._both(failed, passed, as_known)
            return Explanation(chosen) if chosen else nearly
        except TimeoutError:
            return nearly
        finally:
            self._deadline = math.inf

    def _cover(
        self,
        failed: Sequence[Observation],
        passed: Sequence[Observation],
        known: Sequence[Candidate],
    ) -> list[Mistake]:
        """A few mistakes that each explain some of the failed tests, and together all of them."""
        chosen: list[Mistake] = []
        open_tests = list(failed)
        while open_tests and len(chosen) < MOST:
            first = open_tests[0]
            fitting = [c for c in known if self._fits(c, first) and self._passes(c, passed)]
            if not fitting:
                return []
            best = max(fitting, key=lambda c: sum(self._fits(c, o) for o in open_tests))
            chosen += best.mistakes
            open_tests = [o for o in open_tests if not self._fits(best, o)]
        return chosen if not open_tests else []

    def _nearly(
        self,
        failed: Sequence[Observation],
        passed: Sequence[Observation],
        known: Sequence[Candidate],
    ) -> Explanation:
        """The only mistake that explains all failed tests but one, which it would have passed."""
        found: dict[str, Explanation] = {}
        for candidate in known if len(failed) > FEWEST else ():
            misfits = (o for o in failed if not self._fits(candidate, o))
            left = list(itertools.islice(misfits, 2))
            if len(left) == 1 and self._passes(candidate, [*left, *passed]):
                (mistake,) = candidate.mistakes
                found[mistake.name] = Explanation([mistake], [left[0].test])
        return found.popitem()[1] if len(found) == 1 else Explanation()

    def _both(
        self,
        failed: Sequence[Observation],
        passed: Sequence[Observation],
        known: Sequence[Candidate],
    ) -> list[Mistake]:
        """The only two mistakes that explain all failed tests when they are made at once."""
        if not _is_value(failed[0]):  # an exception hides whatever else is wrong
            return []
        first_forms: dict[str, Candidate] = {}
        for candidate in known:
            first_forms.setdefault(candidate.mistakes[0].name, candidate)
        able = [c for c in first_forms.values() if not self._tried(c, failed[0]).passed]
        if len(able) > MOST_PAIRED:
            return []
        able = [c for c in able if self._passes(c, passed)]
        found: dict[tuple[str, ...], Candidate] = {}
        for pair in itertools.combinations(able, 2):
            both = self._joined(*pair)
            if both and all(self._fits(both, o) for o in failed) and self._passes(both, passed):
                found[tuple(sorted(m.name for m in both.mistakes))] = both
        return list(found.popitem()[1].mistakes) if len(found) == 1 else []

    def _joined(self, one: Candidate, other: Candidate) -> Candidate | None:
        """Both mistakes in one source; None where their edits get into each other's way."""
        (first,), (second,) = one.mistakes, other.mistakes
        if first.name == second.name or not (first.replace and second.replace):
            return None
        if one.source.count(second.replace) != 1:
            return None
        source = one.source.replace(second.replace, second.becomes)
        return Candidate((first, second), source)

    def _fits(self, candidate: Candidate, observation: Observation) -> bool:
        trial = self._tried(candidate, observation)
        return not trial.passed and same_calls(observation.calls, trial.calls)

    def _passes(self, candidate: Candidate, passed: Sequence[Observation]) -> bool:
        return all(self._tried(candidate, observation).passed for observation in passed)

    def _tried(self, candidate: Candidate, observation: Observation) -> Run:
        first, *others = candidate.mistakes
        if others:
            return self._run(candidate.source, observation.test)  # none is asked for twice
        if candidate.source == first.source:
            return self.trial(candidate.source, observation.test)
        return self._once(self._trials, candidate.source, observation.test)

    def trial(self, source: str, test: SuiteTest) -> Run:
        """A known mistake's run of a test. Raises TimeoutError when the budget is used up."""
        return self._once(self._kept, source, test)

    def _once(self, runs: dict[Any, Run], source: str, test: SuiteTest) -> Run:
        key = (self._seed, test.identity, source)
        if key not in runs:
            run = self._run(source, test)
            if len(runs) >= MOST_KEPT:
                del runs[next(iter(runs))]
            runs[key] = run
        return runs[key]

    def _run(self, source: str, test: SuiteTest) -> Run:
        if time.process_time() > self._deadline:
            raise TimeoutError
        path, _ = self._files[self._module]
        files = {**self._files, self._module: (path, source.encode())}
        run = try_source(test, self._module, files, self._reference, self._seed)
        forget_values(run.calls)
        if run.error:
            run.error = run.error.with_traceback(None)  # whose frames hold all that was sent
            run.error.__context__ = None
        else:
            for call in run.calls:
                call.answer = None  # which is compared where a test failed
        return run


def _with_numbers(mistakes: Sequence[Mistake], numbers: Sequence[str]) -> Iterator[Candidate]:
    """The mistakes that leave a number free, with each of these in its place."""
    for mistake, number in itertools.product((m for m in mistakes if m.free), numbers):
        becomes = mistake.becomes.replace(mistake.free, number)
        yield Candidate((mistake,), mistake.source.replace(mistake.becomes, becomes))


def _is_value(observation: Observation) -> bool:
    """Whether the last call of a test brought a value."""
    answer = observation.calls[-1].answer
    return answer is not None and answer[0][0] == "value"


def _numbers(source: bytes) -> list[str]:
    """The first numbers that a submission writes, each once; of a very long one none is sought."""
    if len(source) > MOST_READ:
        return []
    try:
        nodes = ast.walk(parsed(source))
    except ValueError:
        return []
    numbers = (n.value for n in nodes if isinstance(n, ast.Constant))
    plain = (n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool))
    return list(dict.fromkeys(repr(n) for n in plain if n < LARGEST))[:NUMBERS]


def same_calls(ours: Sequence[Call], theirs: Sequence[Call]) -> bool:
    """Whether two runs of a test made the same calls, with the same answers to each."""
    return len(ours) == len(theirs) and all(
        a.answer is not None and alike(a.answer, b.answer)
        for a, b in zip(ours, theirs, strict=True)
    )
