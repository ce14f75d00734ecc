"""What a source wins, found out in this process, without workers and diagnosis."""

import functools
import sys

import pytest
from conftest import ROOT

from grader.contents.course import Course, Exercise
from grader.contents.handin import reference_files
from grader.judge.run import try_source
from grader.judge.suites import Suites, load_reference

COURSE = Course.load(ROOT)


@functools.cache
def suites() -> Suites:
    """The suites of the course, collected as by the grader.

    This pytest would put the values of an assertion into the suites' own sentences.
    """
    plain = [each for each in sys.meta_path if type(each).__name__ != "AssertionRewritingHook"]
    for name in [name for name in sys.modules if name.startswith("course.suites.")]:
        del sys.modules[name]  # another test may have loaded it
    found = Suites(COURSE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "meta_path", plain)
        found.collect(COURSE.exercises)
    return found


def points_won(exercise: Exercise, source: str) -> tuple[float, float]:
    """The points of the parts of which a source passes all tests, and of all parts.

    What it imports of the course are the references.
    """
    earlier = [each.module for each in COURSE.earlier(exercise)]
    files = reference_files(ROOT, [exercise.module, *earlier])
    files[exercise.module] = (exercise.name, source.encode())
    reference = load_reference(exercise)
    points: dict[type, float] = {}
    lost: set[type] = set()
    for test in suites().tests(exercise):
        points[test.part] = test.points
        if test.part not in lost:
            run = try_source(test, exercise.module, files, reference, 0)
            lost |= set() if run.passed else {test.part}
    return sum(points[part] for part in points.keys() - lost), sum(points.values())
