"""How often the search for repairs names the right line: a table, as docs/hints.md has it.

`python -m tests.repair_table [COUNT] [--confined]`: so many mistakes by chance, all without it.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from grader.contents.course import Course
from grader.sandbox.confine import strongest
from grader.submission.servers import Server
from grader.submission.start import launch

from .fresh_mistakes import FRESH, MARK
from .repairs import Case, Found, catalogue, put_through, sample

ROW = "| {name} | {right} | {wrong} | {none} |"
HEAD = "| exercise | right line | wrong line | none |\n|---|---|---|---|"


def fresh(course: Course) -> list[Case]:
    """The wrong code of fresh_mistakes.py."""
    cases = []
    for name, text in FRESH:
        marked = [n for n, line in enumerate(text.splitlines(), 1) if line.endswith(MARK)]
        source = text.replace(MARK, "").encode()
        cases.append(Case(course.one(name), "fresh", source, frozenset(marked)))
    return cases


def rows(found: Iterable[Found]) -> list[str]:
    """A table of outcomes, by exercise and in all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        print(each.outcome, each.case.exercise.name, each.case.name, file=sys.stderr)
        counts[each.case.exercise.name][each.outcome] += 1
        counts["all"][each.outcome] += 1
    order = [name for name in counts if name != "all"] + ["all"]
    table = [ROW.format(name=name, **{k: counts[name][k] for k in _OUTCOMES}) for name in order]
    return [HEAD, *table]


_OUTCOMES = ("right", "wrong", "none")


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    course = Course.load(Path(__file__).parents[1])
    server = Server(*launch(strongest())) if "--confined" in sys.argv else None
    try:
        cases = sample(catalogue(course.exercises), numbers[0] if numbers else 0)
        print("\n".join(rows(put_through(course, cases, server))))
        print("\n".join(["", *rows(put_through(course, fresh(course), server))]))
    finally:
        if server:
            server.close()


if __name__ == "__main__":
    main()
