"""Which known mistake explains these values.

A mistake explains a failed test if its own code, put through the same test, gives the same
answers call by call up to the failure: values equal within rounding, arguments left in the same
state, the same exceptions. Anything less is not named: no guess is better than a
wrong one.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..contents.mistakes import Mistake
from ..submission.frozen import alike
from ..submission.record import Call
from .run import Files, Run, try_source
from .suites import SuiteTest

BUDGET = 2.0  # seconds; a diagnosis that takes longer is given up
MOST = 3  # mistakes named at once


@dataclass
class Observation:
    """A test that a submission went through: the calls that it answered, and whether it passed."""

    test: SuiteTest
    calls: list[Call]
    passed: bool
    seconds: float = 0.0


class Diagnosis:
    """Puts known mistakes through the tests of one exercise; each at most once."""

    def __init__(self, module: str, files: Files, reference: Any, seed: int) -> None:
        self._module = module
        self._files = files
        self._reference = reference
        self._seed = seed
        self._trials: dict[tuple[str, str], Run] = {}
        self._deadline = math.inf

    def explain(
        self, observed: Sequence[Observation], mistakes: Sequence[Mistake], budget: float = BUDGET
    ) -> list[Mistake]:
        """The mistake that explains every failed test; or a few that do so together; or none."""
        self._deadline = time.monotonic() + budget
        failed = sorted((o for o in observed if not o.passed), key=lambda o: o.seconds)
        passed = sorted((o for o in observed if o.passed), key=lambda o: o.seconds)
        if not failed or not all(o.calls for o in failed):
            return []
        try:
            likely = [m for m in mistakes if self._fits(m, failed[0])]
            for mistake in likely:
                others = failed[1:]
                if all(self._fits(mistake, o) for o in others) and self._passes(mistake, passed):
                    return [mistake]
            in_order = [o for o in observed if not o.passed]  # how long they took is chance
            return self._cover(in_order, passed, mistakes)
        except TimeoutError:
            return []
        finally:
            self._deadline = math.inf

    def _cover(
        self,
        failed: Sequence[Observation],
        passed: Sequence[Observation],
        mistakes: Sequence[Mistake],
    ) -> list[Mistake]:
        """A few mistakes that each explain some of the failed tests, and together all of them."""
        chosen: list[Mistake] = []
        open_tests = list(failed)
        while open_tests and len(chosen) < MOST:
            first = open_tests[0]
            fitting = [m for m in mistakes if self._fits(m, first) and self._passes(m, passed)]
            if not fitting:
                return []
            best = max(fitting, key=lambda m: sum(self._fits(m, o) for o in open_tests))
            chosen.append(best)
            open_tests = [o for o in open_tests if not self._fits(best, o)]
        return chosen if not open_tests else []

    def _fits(self, mistake: Mistake, observation: Observation) -> bool:
        trial = self.trial(mistake, observation.test)
        return not trial.passed and same_calls(observation.calls, trial.calls)

    def _passes(self, mistake: Mistake, passed: Sequence[Observation]) -> bool:
        return all(self.trial(mistake, observation.test).passed for observation in passed)

    def trial(self, mistake: Mistake, test: SuiteTest) -> Run:
        """A mistake's own run of a test. Raises TimeoutError when the budget is used up."""
        key = (mistake.name, test.identity)
        if key not in self._trials:
            if time.monotonic() > self._deadline:
                raise TimeoutError
            path, _ = self._files[self._module]
            files = {**self._files, self._module: (path, mistake.source.encode())}
            self._trials[key] = try_source(test, self._module, files, self._reference, self._seed)
        return self._trials[key]


def same_calls(ours: Sequence[Call], theirs: Sequence[Call]) -> bool:
    """Whether two runs of a test made the same calls, with the same answers to each."""
    return len(ours) == len(theirs) and all(
        a.answer is not None and alike(a.answer, b.answer)
        for a, b in zip(ours, theirs, strict=True)
    )
