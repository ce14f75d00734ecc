"""What certify finds out about one exercise, as data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .margins import Margin

ADVICE = ("needless", "survivors")  # fields of a proof that may hold something


@dataclass
class Survivor:
    """A mutant that no test tells from the solution."""

    number: int
    line: str
    becomes: str


@dataclass
class Proof:
    """What certify found for one exercise. Every list but `margins` should be empty.

    missing: what kept it from being proved at all; needless: quick tests that no known mistake
    fails, and without which no mutant more would survive. That is advice: it need not be mended.
    """

    name: str
    missing: list[str] = field(default_factory=list)
    broken_rules: list[str] = field(default_factory=list)
    points: float = 0.0
    reference_failures: list[str] = field(default_factory=list)
    trivial_wins: list[str] = field(default_factory=list)
    tamper_wins: list[str] = field(default_factory=list)
    tamper_stumbles: list[str] = field(default_factory=list)
    replay_wins: list[str] = field(default_factory=list)
    alternatives: int = 0
    alternative_failures: list[str] = field(default_factory=list)
    mistakes: int = 0
    uncaught: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    stale_equivalents: list[str] = field(default_factory=list)
    unstated: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing falls short; survivors count over the whole course."""
        lists = {name: found for name, found in vars(self).items() if isinstance(found, list)}
        lists["margins"] = [each for each in self.margins if each.must_hold and each.used > 1]
        return not any(found for name, found in lists.items() if name not in ADVICE)


def merged(parts: Sequence[Proof]) -> Proof:
    """One proof of an exercise from those of its phases."""
    whole = Proof(parts[0].name)
    for name in set(vars(whole)) - {"name"}:
        values = [getattr(part, name) for part in parts]
        start: Any = [] if isinstance(values[0], list) else 0
        setattr(whole, name, sum(values, start))
    return whole
