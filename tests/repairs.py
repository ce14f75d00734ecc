"""How often the search for a repair points at the right line: the catalogue put through it.

Every known mistake is handed in as a learner's file would be. The search knows nothing of the
catalogue. A line is right if it is one of those that the mistake changed; where the mistake only
left something out, those beside the gap are right.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from grader.contents.course import Course, Exercise
from grader.contents.handin import reference_files
from grader.contents.mistakes import load_knowledge
from grader.judge.candidates import Bench
from grader.judge.repair import BUDGET, Search, Searcher
from grader.judge.suites import Suites, load_reference
from grader.submission.servers import Server

Outcome = Literal["right", "wrong", "none"]


@dataclass(frozen=True)
class Case:
    """A wrong file, and the lines of it that are wrong."""

    exercise: Exercise
    name: str
    source: bytes
    lines: frozenset[int]


@dataclass(frozen=True)
class Found:
    """What the search made of a case."""

    case: Case
    search: Search
    cpu_seconds: float

    @property
    def outcome(self) -> Outcome:
        """Wrong if any line that would be named is wrong."""
        lines = {repair.line for repair in self.search.repairs}
        if not lines:
            return "none"
        return "right" if lines & self.case.lines else "wrong"


def catalogue(exercises: Iterable[Exercise]) -> list[Case]:
    """Every known mistake of these exercises."""
    return [
        Case(e, m.name, m.source.encode(), wrong_lines(e.solution.read_text("utf-8"), m.source))
        for e in exercises
        for m in load_knowledge(e).mistakes
    ]


def sample(cases: Sequence[Case], count: int, seed: int = 0) -> list[Case]:
    """So many cases by chance, the same for the same seed, in their order."""
    if not count or count >= len(cases):
        return list(cases)
    chosen = set(random.Random(seed).sample(range(len(cases)), count))
    return [case for number, case in enumerate(cases) if number in chosen]


def wrong_lines(right: str, wrong: str) -> frozenset[int]:
    """The lines of a text that differ from another one; those around a gap if there are none."""
    ours, theirs = right.splitlines(), wrong.splitlines()
    found: set[int] = set()
    for tag, _, _, start, end in SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if tag != "equal":
            changed = set(range(start + 1, end + 1))
            is_gap = not "".join(theirs[start:end]).strip()
            found |= changed | {start, end + 1} if is_gap else changed
    return frozenset(found)


def put_through(
    course: Course, cases: Iterable[Case], server: Server | None, budget: float = BUDGET
) -> Iterable[Found]:
    """Each case's search; server: for confined workers, None for this process.

    In this process the time counts that it computes, so that a busy machine changes nothing;
    with workers, that on the wall, as for a learner.
    """
    suites = Suites(course)
    for case in cases:
        exercise = case.exercise
        earlier = course.earlier(exercise)
        modules = [exercise.module, *(other.module for other in earlier)]
        files = reference_files(exercise.root, modules)
        files[exercise.module] = (files[exercise.module][0], case.source)
        clock: Callable[[], float] = time.monotonic if server else time.process_time
        bench = Bench(exercise.module, files, server)
        tests, reference = suites.tests(exercise), load_reference(exercise)
        searcher = Searcher(tests, exercise.module, reference, 0, bench)
        try:
            outcomes = searcher.outcomes(case.source)
            started = time.process_time()
            search = searcher.search(case.source, outcomes, budget, clock)
        finally:
            bench.close()
        yield Found(case, search, time.process_time() - started)
