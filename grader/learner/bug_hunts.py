"""Bug hunts for a class: the solutions with one known mistake in each, as a folder to hand out."""

import random
from collections.abc import Sequence
from pathlib import Path

from ..contents.course import Exercise, UsageError
from ..words.sessions import INDENT, command, quoted
from ..words.text import clean
from .kata_forms import Passes, bug_hunts, holds
from .workshop import shown, solution_text, write

# Every sentence about a set of bug hunts stands here, whole.
NOT_EMPTY = "{folder} is there already and is not empty. Name a new folder."
NOT_WRITTEN = "{folder} cannot be written: {reason}."
NO_MISTAKE = "{name} is left out: none of its known mistakes makes a bug hunt."
WRITTEN_ONE = "One bug hunt was written into {folder}. What comes back is graded by:"
WRITTEN = "{count} bug hunts were written into {folder}. What comes back is graded by:"
NOTHING = "Nothing was written: none of these exercises has a bug hunt."
README = """\
# Find the bug

Each file here is a right solution with one mistake in it. Find it, and mend it with the least
change that you can; a rewrite is fine. The file's own text says what it is to do.

{rows}
"""
ROW = "- [{name}]({name}.py): {title}"


def export(exercises: Sequence[Exercise], folder: Path, seed: int, passes: Passes) -> str:
    """Write a bug hunt of each exercise, laid out as exercises/ is; what was done, as sentences.

    The same seed chooses the same mistakes. passes: as for make. Raises UsageError, SuiteFault.
    """
    _check_empty(folder)
    chosen = {exercise: _hunt(exercise, seed, passes) for exercise in exercises}
    lines = [NO_MISTAKE.format(name=e.name) for e, given in chosen.items() if not given]
    hunts = {exercise: given for exercise, given in chosen.items() if given}
    if not hunts:
        raise UsageError("\n".join([NOTHING, *lines]))
    for exercise, given in hunts.items():
        write(folder / f"{exercise.name}.py", given.encode())
    rows = [ROW.format(name=exercise.name, title=exercise.title) for exercise in hunts]
    write(folder / "README.md", README.format(rows="\n".join(rows)).encode())
    written = WRITTEN_ONE if len(hunts) == 1 else WRITTEN
    lines.append(written.format(count=len(hunts), folder=shown(folder)))
    names = [exercise.name for exercise in hunts] if len(hunts) < len(exercises) else []
    grade = command("grade", *names, "--target", quoted(clean(str(folder))))
    return "\n".join([*lines, INDENT + grade])


def _hunt(exercise: Exercise, seed: int, passes: Passes) -> str:
    """A solution with a mistake in it, chosen by the seed; "" if there is none that fails."""
    solution = solution_text(exercise)
    if not passes(exercise, solution):
        return ""
    chance = random.Random(f"{exercise.name} {seed}")
    for kata in bug_hunts(exercise, solution, False, (), chance):
        if holds(kata, passes, repaired=True):
            return kata.given
    return ""


def _check_empty(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        reason = NOT_WRITTEN.format(folder=shown(folder), reason=error.strerror)
        raise UsageError(reason) from None
    if taken:
        raise UsageError(NOT_EMPTY.format(folder=shown(folder)))
