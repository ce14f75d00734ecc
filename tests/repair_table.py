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
    return [_marked(course, "fresh", name, text) for name, text in FRESH]


def strangers(course: Course, which: str) -> list[Case]:
    """Wrong code of people who knew the stubs alone: strangers/README.md."""
    cases = []
    for file in sorted((Path(__file__).parent / "strangers").glob(f"{which}*.txt")):
        number, chapter, exercise = file.stem.split("-")
        cases.append(_marked(course, number, f"{chapter}/{exercise}", file.read_text("utf-8")))
    return cases


def _marked(course: Course, name: str, exercise: str, text: str) -> Case:
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.endswith(MARK)]
    return Case(course.one(exercise), name, text.replace(MARK, "").encode(), frozenset(lines))


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
        others = {"fresh": fresh(course)} | {f"strangers, {s}": strangers(course, s) for s in "abc"}
        for name, wrong in others.items():
            *_, total = rows(put_through(course, wrong, server))
            print(total.replace("all", name))
    finally:
        if server:
            server.close()


if __name__ == "__main__":
    main()
