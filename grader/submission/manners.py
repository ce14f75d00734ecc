"""How a submission behaves: what ends a test, and what is remembered of it for the next one."""

from collections import Counter
from dataclasses import dataclass, field

from ..report.verdict import Outcome
from .budget import Budget


class SubmissionFailure(Exception):
    """The submission did something that ends the test, and what a learner is told about it.

    outcome: the test's; places: (path, line, column) in the submission's files, innermost last,
    column 0 where it is not known; kind: the name of the exception that was raised, if that is what
    happened; at_import: whether nothing of the file could be graded.
    """

    at_import = False

    def __init__(
        self,
        outcome: Outcome,
        message: str,
        places: list[tuple[str, int, int]] | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.places = places or []
        self.kind = kind


@dataclass
class Manners:
    """What is remembered from one test of an exercise to the next.

    late: how often each function missed its deadline; spent, may_take: seconds of all requests.
    """

    late: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    importing: float = 0.0
    may_take: float = 0.0
    budget: Budget = field(default_factory=Budget)
    broken_import: SubmissionFailure | None = None

    @property
    def left(self) -> float:
        """Seconds that the tests of the exercise may still take."""
        return self.may_take - self.spent
