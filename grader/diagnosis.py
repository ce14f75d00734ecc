"""Which known mistake explains these values.

A mistake explains a failed test if its own code, put through the same test, gives the same
answers call by call up to the failure: values equal within rounding, the same changes to
arguments, the same exceptions. Anything less is not named: no guess is better than a
wrong one.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np
import pytest

from .mistakes import Mistake
from .submission import Call
from .trial import Files, Trial, try_test

RTOL = 1e-7  # the same mistake, written in another order, differs by rounding only
ATOL = 1e-9  # the same, relative to an array's largest element
BUDGET = 2.0  # seconds; a diagnosis that takes longer is given up
MOST = 3  # mistakes named at once


@dataclass
class Observation:
    """A test that a submission went through: the calls that it answered, and whether it passed."""

    item: pytest.Function
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
        self._trials: dict[tuple[str, str], Trial] = {}

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
            return self._cover(failed, passed, mistakes)
        except TimeoutError:
            return []

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
        trial = self._trial(mistake, observation.item)
        return not trial.passed and same_calls(observation.calls, trial.calls)

    def _passes(self, mistake: Mistake, passed: Sequence[Observation]) -> bool:
        return all(self._trial(mistake, observation.item).passed for observation in passed)

    def _trial(self, mistake: Mistake, item: pytest.Function) -> Trial:
        key = (mistake.name, item.nodeid)
        if key not in self._trials:
            if time.monotonic() > self._deadline:
                raise TimeoutError
            path, _ = self._files[self._module]
            files = {**self._files, self._module: (path, mistake.source.encode())}
            self._trials[key] = try_test(item, self._module, files, self._reference, self._seed)
        return self._trials[key]


def same_calls(ours: Sequence[Call], theirs: Sequence[Call]) -> bool:
    """Whether two runs of a test made the same calls, with the same callbacks and answers."""
    return len(ours) == len(theirs) and all(
        len(a.callbacks) == len(b.callbacks)
        and all(map(same_reply, a.callbacks, b.callbacks))
        and same_reply(a.reply, b.reply)
        for a, b in zip(ours, theirs, strict=True)
    )


def same_reply(ours: bytes, theirs: bytes) -> bool:
    """Whether two answers, with the changes that come with them, are equal within rounding."""
    if ours == theirs:
        return bool(ours)
    if not ours or not theirs:
        return False
    return _same(msgpack.unpackb(ours), msgpack.unpackb(theirs))


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return bool(np.isclose(a, b, RTOL, ATOL * abs(b), equal_nan=True))
    if isinstance(a, list) and isinstance(b, list):
        if a[:1] != b[:1] and a and isinstance(a[0], str):
            return False
        if a[:1] in (["array"], ["scalar"]):
            return _same_array(a, b)
        if a[:2] == ["tuple", "raised"] and b[:2] == ["tuple", "raised"]:
            return bool(a[2:4] == b[2:4])  # the kind of exception and its words, not the place
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and bool(a == b)


def _same_array(a: list[Any], b: list[Any]) -> bool:
    if a[1:3] != b[1:3]:
        return False
    ours, theirs = (np.frombuffer(tree[3], tree[1]) for tree in (a, b))
    if ours.dtype.kind not in "fc":
        return bool(np.array_equal(ours, theirs))
    finite = np.abs(theirs[np.isfinite(theirs)])
    scale = float(finite.max()) if finite.size else 0.0
    return bool(np.allclose(ours, theirs, RTOL, ATOL * scale, equal_nan=True))
