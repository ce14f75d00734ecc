"""Bug hunts for a class: solutions with one known mistake in each, to be handed out as a kit."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import reference_files
from ..judge.examples import example_tests
from ..judge.run import try_source
from ..judge.suites import load_reference
from .kata_forms import Passes, bug_hunts, holds
from .workshop import solution_text

# Every sentence about a set of bug hunts stands here, whole.
NO_MISTAKE = "{name} is left out: none of its known mistakes makes a bug hunt."
AS_IT_IS = "{name} is in it without a mistake: others import it, and none of its mistakes will do."
BESIDES = "In it as well, for others import them: {names}."
SILENT = "Only the hidden tests find the mistake in {names}; the examples hold as they are."
NOTHING = "Nothing was written: none of these exercises has a bug hunt."

SEED = 0


@dataclass
class Hunts:
    """What is handed out of each exercise; count: of how many with a mistake; notes: sentences."""

    sources: dict[Exercise, bytes] = field(default_factory=dict)
    count: int = 0
    notes: list[str] = field(default_factory=list)


_Hunt = tuple[str, bool]  # a file with a mistake in it, "" if there is none; its examples show it


def choose(course: Course, exercises: Sequence[Exercise], seed: int, passes: Passes) -> Hunts:
    """A bug hunt of each of these, and of what they import: a kit has no other files to import.

    The same seed chooses the same mistakes. passes: as for make. Raises UsageError, SuiteFault.
    """
    hunts = {exercise: _hunt(course, exercise, seed, passes) for exercise in exercises}
    found = Hunts()
    needed = course.with_imports([each for each in exercises if hunts[each][0]])
    for exercise in exercises:
        if exercise not in needed:
            found.notes.append(NO_MISTAKE.format(name=exercise.name))
    if not needed:
        raise UsageError("\n".join([NOTHING, *found.notes]))
    for exercise in needed:
        if exercise not in hunts:
            hunts[exercise] = _hunt(course, exercise, seed, passes)
        given, _ = hunts[exercise]
        if not given:
            found.notes.append(AS_IT_IS.format(name=exercise.name))
        found.sources[exercise] = (given or solution_text(exercise)).encode()
    found.count = sum(bool(hunts[exercise][0]) for exercise in needed)
    silent = [each.stem for each in needed if hunts[each][0] and not hunts[each][1]]
    besides = [exercise.stem for exercise in needed if exercise not in exercises]
    for sentence, names in ((BESIDES, besides), (SILENT, silent)):
        if names:
            found.notes.append(sentence.format(names=", ".join(names)))
    return found


def _hunt(course: Course, exercise: Exercise, seed: int, passes: Passes) -> _Hunt:
    """A solution with a mistake in it, chosen by the seed.

    One that the examples show is preferred, for they are all that a learner can ask.
    """
    solution, silent = solution_text(exercise), ""
    if not passes(exercise, solution):
        return "", False
    chance = random.Random(f"{exercise.name} {seed}")
    for kata in bug_hunts(exercise, solution, False, (), chance):
        shows = not _examples_hold(course, exercise, kata.given)
        if (shows or not silent) and holds(kata, passes, repaired=True):
            if shows:
                return kata.given, True
            silent = kata.given
    return silent, False


def _examples_hold(course: Course, exercise: Exercise, source: str) -> bool:
    """Whether all examples of the docstrings hold for a source of our own."""
    modules = [exercise.module, *(other.module for other in course.earlier(exercise))]
    files = reference_files(course.root, modules)
    files[exercise.module] = files[exercise.module][0], source.encode()
    reference = load_reference(exercise)
    return all(
        try_source(test, exercise.module, files, reference, SEED).passed
        for test in example_tests(exercise)
    )
