"""Hints: one more each time, from a gentle nudge to nearly the answer."""

from ..contents.course import Exercise, UsageError
from ..contents.mistakes import load_knowledge
from ..words.sessions import command_line
from .progress import Progress

# Every sentence about hints stands here, whole.
NONE = "There are no hints for {name} yet. Its chapter's README explains the idea."
HEAD = "{name}, hint {given} of {available}"
MORE = "If that is not enough, ask for the next hint."
MORE_BY_KEY = "If that is not enough, press h again."
LAST = "This was the last hint. The solution is shown by:{command}"
LAST_BY_KEY = "This was the last hint. Press s to see the solution."


def next_hint(exercise: Exercise, progress: Progress, by_key: bool = False) -> str:
    """One hint more than last time, below those that were given before. Raises UsageError.

    by_key: whether this reader asks for the next one by a key.
    """
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
