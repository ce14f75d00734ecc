"""Hints: one more each time, from a gentle nudge to nearly the answer.

Where a small change of the learner's own code would make all tests pass, the first hints are about
that: its line, then what kind of change it is, then the change. After them, and where there is
none, come the hints of the exercise.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..contents.course import Exercise, UsageError
from ..contents.mistakes import load_knowledge
from ..words.sessions import command_line
from ..words.text import clean
from .progress import Progress, sha256_of
from .workshop import is_stub

if TYPE_CHECKING:  # loading it takes longer than a hint
    from ..judge.repair import Repair

# Every sentence about hints stands here, whole.
NONE = "There are no hints for {name} yet. Its chapter's README explains the idea."
HEAD = "{name}, hint {given} of {available}"
MORE = "If that is not enough, ask for the next hint."
MORE_BY_KEY = "If that is not enough, press h again."
LAST = "This was the last hint. The solution is shown by:{command}"
LAST_BY_KEY = "This was the last hint. Press s to see the solution."
PERSONAL = "{name}, hint {given} of {available} about your code"
ONE_LINE = "One change in line {line} would make all tests pass."
TWO_LINES = "One change in line {line} or in line {second} would make all tests pass."
THREE_LINES = "One change in line {line}, {second} or {third} would make all tests pass."
KIND = "Line {line}: {kind}"  # one of several
CHANGE = (
    "With this in line {line} all tests pass. Before:\n{before}\nAfter:\n{after}\n"
    "They say that it works, not why: be sure that you know."
)
GONE = "All tests pass without this in line {line}:\n{before}\nBe sure that you know why."
KINDS = {
    "sign": "Look at the sign of each term there.",
    "operator": "Look at the arithmetic there: one operator is another one.",
    "exchanged": "Look at what stands on which side there: two things have changed places.",
    "comparison": "Look at what is compared there, and how.",
    "axis": "Look at the axis there: what does it go over, and which shape is left?",
    "constant": "Look at the numbers there.",
    "name": "Look at the names there: one of them should be another.",
    "self": "Look at what belongs to the object there: where is self needed, and where not?",
    "function": "Look at the functions there: one of them should be another.",
    "transposed": "Look at the shapes there: something is transposed, or should be.",
    "arguments": "Look at the arguments there: which, how many, and in which order?",
    "call dropped": "Look at the calls there: one of them is too many.",
    "call": "Look at what is done to each value there: a call is missing.",
    "copy": "Look at which arrays are the same array there, and which are copies.",
    "power": "Look at squares and roots there.",
    "complement": "Look at the factors there: is it the one, or what it lacks to 1?",
    "operand": "Look at the parts of the expression there: one of them is too many.",
    "index": "Look at the index there: which elements does it take?",
    "factor": "Look at the factors there: one is missing.",
    "term": "Look at the terms there: one is missing.",
    "grouping": "Look at the brackets there: what do they hold together?",
    "expression": "Look at what is worked out there: your file has the right expression elsewhere.",
    "assignment": "Look at how it assigns there: =, += or -=?",
    "in place": "Look at what changes there: the array itself, or does a name get a new one?",
    "removed": "Look at what it does there: the tests pass without it.",
    "head": "Look at what stands inside it: should it always run, and once?",
    "order": "Look at the order there: what has to come first?",
    "place": "Look at the indentation there: what runs in which block, and how often?",
    "guard": "Look at how often it runs there: every time, or the first time only?",
    "return": "Look at what is returned, and when.",
    "restored": "Look at what it leaves behind there: is everything as it was before?",
    "assigned": "Look at what becomes of the value there: is it kept?",
    "given back": "Look at what the call there gives back: is it what the name should stand for?",
    "text": "Look at the text there, letter by letter.",
}


LookFor = Callable[[Exercise], "Sequence[Repair]"]


def next_hint(
    exercise: Exercise,
    progress: Progress,
    look_for: LookFor | None = None,
    by_key: bool = False,
) -> str:
    """One hint more than last time, below those that were given before. Raises UsageError.

    look_for: finds changes of the file as it is now; what it raises is raised, and no hint counts
    as given. by_key: whether this reader asks for the next one by a key.
    """
    personal = _personal_hint(exercise, progress, look_for) if look_for else []
    if personal:
        return "\n".join([*personal, MORE_BY_KEY if by_key else MORE])
    hints = load_knowledge(exercise).hints
    if not hints:
        raise UsageError(NONE.format(name=exercise.stem))
    given = progress.take_hint(exercise, len(hints))
    lines = [HEAD.format(name=exercise.stem, given=given, available=len(hints))]
    lines += [f"{number}. {hint}" for number, hint in enumerate(hints[:given], 1)]
    if by_key:
        lines.append(MORE_BY_KEY if given < len(hints) else LAST_BY_KEY)
    else:
        solution = command_line("solution", exercise.stem, "--yes")
        lines.append(MORE if given < len(hints) else LAST.format(command=solution))
    return "\n".join(lines)


def _personal_hint(exercise: Exercise, progress: Progress, look_for: LookFor) -> list[str]:
    """One more hint about this version of the file and those before; none if there is no more."""
    sha256 = sha256_of(exercise.file)
    if not sha256 or is_stub(exercise):
        return []
    known = progress.personal_hint(exercise, sha256)
    steps, given = known or (steps_about(look_for(exercise)), 0)
    if known is None or given < len(steps):
        given = min(given + 1, len(steps))
        progress.note_personal_hint(exercise, sha256, steps, given)
    else:
        return []  # all of them were given: the exercise's own hints go on
    lines = [PERSONAL.format(name=exercise.stem, given=given, available=len(steps))]
    lines += [f"{number}. {step}" for number, step in enumerate(steps[:given], 1)]
    return lines if steps else []


def steps_about(repairs: "Sequence[Repair]") -> list[str]:
    """What to say about changes with which all tests pass, from the line to the change itself.

    Of one that may pass by chance only the line is told.
    """
    if not repairs:
        return []
    numbers = dict(zip(("line", "second", "third"), sorted(r.line for r in repairs), strict=False))
    template = (ONE_LINE, TWO_LINES, THREE_LINES)[len(numbers) - 1]
    steps = [template.format(**numbers)]
    shown = next((r for r in repairs if not r.is_arbitrary), None)
    if shown:
        before, after = (clean(code, 2000, lines=True) for code in (shown.before, shown.after))
        template = GONE if after in ("", "pass") else CHANGE
        kind = KINDS[shown.kind]
        steps.append(kind if len(repairs) == 1 else KIND.format(line=shown.line, kind=kind))
        change = template.format(line=shown.line, before=_deep(before), after=_deep(after))
        steps.append(change)
    return steps


def _deep(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.splitlines())
