"""What is shown of a report in whatever form, and the sentences and signs that forms share."""

from collections.abc import Iterator
from dataclasses import dataclass

from .message import WHOLE
from .verdict import ExerciseReport, PartReport, Status, TestReport

MARKS: dict[Status, tuple[str, str]] = {
    "solved": ("✓", "green"),
    "partial": ("◐", "yellow"),
    "failed": ("✗", "red"),
    "error": ("!", "red"),
    "not started": ("·", "dim"),
}
EXAMPLES_ONLY = "Graded by the docstrings' examples; the hidden tests run when you hand in."
NOT_STARTED = "Not started yet: open {path} and fill in the TODOs."
NO_VERDICT = "There is no verdict: the grader itself failed. Your code is not the cause."
MISTAKE = "What happened: {feedback}"
SECTION = "More about it: {section}"
PRINTED = "Your code printed:"
IMPORTS = {  # by whether there are own ones, ones of the reference's, and how many of these
    (True, 0): "Imports: your {own}.",
    (False, 1): "Imports: the reference's {others}, because yours is not solved yet.",
    (False, 2): "Imports: the reference's {others}, because yours are not solved yet.",
    (True, 1): "Imports: your {own}; the reference's {others}, because yours is not solved yet.",
    (True, 2): "Imports: your {own}; the reference's {others}, because yours are not solved yet.",
}
IMPORTS_SAID = "Imports: the reference's {others}."
IMPORTS_SLOW = "Imports: the reference's {others}, because with your own it takes too long."
UNEXPLAINED = "Something else is wrong as well: see “{part}”."
HELPERS = "Graded together with {paths}."
HINT = "For a hint:"
ALL_THAT_FAILED = "For all that failed:"
NOT_WRITTEN = "NotImplementedError"
MORE_TESTS = "{count} more tests of this part did not pass."
ONE_MORE_TEST = "One more test of this part did not pass."


def happened(exercise: ExerciseReport) -> list[str]:
    """The known mistakes that were made, and where they are not all that is wrong."""
    named = [MISTAKE.format(feedback=mistake.feedback) for mistake in exercise.mistakes]
    return named + unexplained(exercise)


def unexplained(exercise: ExerciseReport) -> list[str]:
    """The parts that fail for other reasons than the mistakes that are named."""
    return [UNEXPLAINED.format(part=part) for part in exercise.unexplained]


def together(exercise: ExerciseReport) -> list[str]:
    """Sentences about the other files that an exercise was graded together with."""
    own = [each.name.split("/")[1] for each in exercise.imports if each.origin == "own"]
    others = [each.name.split("/")[1] for each in exercise.imports if each.origin != "own"]
    chosen = {each.chosen for each in exercise.imports}
    sentence = IMPORTS.get((bool(own), min(len(others), 2)))
    if others and chosen & {"said", "too slow"}:
        sentence = IMPORTS_SAID if "said" in chosen else IMPORTS_SLOW
    paths = _listed([helper.path for helper in exercise.helpers])
    told = [sentence.format(own=_listed(own), others=_listed(others))] if sentence else []
    return [*told, HELPERS.format(paths=paths)] if paths else told


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def example(exercise: ExerciseReport) -> TestReport | None:
    """The failed test that is quickest to read, which is the one that is shown whole.

    Something that is written and wrong comes before what is not written yet, and in its part an
    exception of the learner's own line before whatever it led to.
    """
    failed = [test for part in exercise.parts for test in _telling(part)[:1]]
    return min(failed, key=_effort, default=None)


def _telling(part: PartReport) -> list[TestReport]:
    """A part's failed tests, the most telling first."""
    failed = [test for test in part.tests if test.outcome != "passed"]
    return sorted(failed, key=lambda test: (not _has_line(test), _effort(test)))


def _has_line(test: TestReport) -> bool:
    """Whether an exception is told with the line of the learner's own code that it came from."""
    places = test.failure.places if test.failure and not _is_unwritten(test) else []
    return any(place.code for place in places)


def _is_unwritten(test: TestReport) -> bool:
    raised = test.failure.raised if test.failure else None
    return raised is not None and NOT_WRITTEN in raised.kinds


def _effort(test: TestReport) -> tuple[bool, bool, int]:
    """In lines, for suites begin with what can be worked out by hand; last what has no values."""
    lines = test.message.split("\n")
    is_broken_off = test.outcome == "crashed"
    return _is_unwritten(test), is_broken_off, sum(1 + len(line) // WHOLE.width for line in lines)


@dataclass(frozen=True)
class ShownPart:
    """A part and what is told of it.

    test: the most telling that did not pass, None if its message was told already; more: how many
    others.
    """

    part: PartReport
    status: Status
    test: TestReport | None
    more: str


def shown_parts(exercise: ExerciseReport) -> Iterator[ShownPart]:
    """Every part with the most telling of its failures; the same message is told once."""
    told: set[str] = set()
    for part in exercise.parts:
        failed = _telling(part)
        first = failed[0] if failed and failed[0].message not in told else None
        told.update(test.message for test in failed[:1])
        more = ONE_MORE_TEST if len(failed) == 2 else MORE_TESTS.format(count=len(failed) - 1)
        status: Status = "solved" if part.score == part.points else "failed"
        yield ShownPart(part, status, first, more if len(failed) > 1 else "")


def told(exercise: ExerciseReport, shown: ShownPart, limit: int, alone: bool = False) -> str:
    """What is told of a part that is not won, as plain text of so many characters; else "".

    alone: without what concerns the whole exercise, which its first such part tells besides.
    """
    if shown.status == "solved":
        return ""
    first = next(part for part in exercise.parts if part.score != part.points)
    opens = shown.part is first and not alone
    lines = happened(exercise) if opens else []
    if shown.test:
        lines += [shown.test.message]
        lines += [PRINTED, shown.test.stdout.rstrip("\n")] if shown.test.stdout else []
    lines += [shown.more] if shown.more else []
    if opens:
        lines += [NO_VERDICT] if exercise.status == "error" and not shown.test else []
        lines += about(exercise)
    text = "\n".join(lines)
    return text if len(text) <= limit else f"{text[:limit]} …"


def about(exercise: ExerciseReport) -> list[str]:
    """Sentences about where an exercise is explained, and what it was graded together with."""
    told = [SECTION.format(section=section) for section in sections(exercise)]
    return [*told, *together(exercise)]


def sections(exercise: ExerciseReport) -> list[str]:
    """Where the README explains the mistakes that were made, or else the exercise."""
    found = [mistake.section for mistake in exercise.mistakes if mistake.section]
    return list(dict.fromkeys(found or [exercise.section] * bool(exercise.section)))
