"""A change of the learner's own file with which all tests pass, if a short search finds one."""

from collections.abc import Sequence
from contextlib import suppress

from ..contents.course import Course, Exercise
from ..contents.handin import Imports, Target
from ..judge.candidates import Bench
from ..judge.judge import Judge
from ..judge.repair import Repair, Searcher, Stop
from ..judge.suites import SuiteFault, Suites, load_reference
from ..report.verdict import ExerciseReport
from ..submission.budget import limited_memory
from ..submission.servers import Server

SEED = 0


def find_repairs(
    course: Course,
    exercise: Exercise,
    target: Target,
    server: Server,
    suites: Suites,
    report: ExerciseReport | None = None,
    stop: Stop = lambda: False,
    imports: Imports = "solved",
) -> Sequence[Repair]:
    """Changes of the target's file as it is now, in different lines; none where it passes.

    Nor where a known mistake is named: its sentence says more. report: the verdict on this very
    file, where there is one. Raises WorkerFault.
    """
    task = target.task(course, exercise, imports)
    if task.problem:
        return []
    if report is None or report.sha256 != task.sha256:
        report = Judge(suites, server, SEED).grade(task).report
    if report.status not in ("partial", "failed") or report.mistakes:
        return []
    bench = Bench(exercise.module, task.files, server, task.outside)
    try:
        with suppress(SuiteFault, MemoryError, RecursionError), limited_memory():
            tests, reference = suites.tests(exercise), load_reference(exercise)
            graded = [test for part in report.parts for test in part.tests]
            if len(graded) != len(tests):  # the suite has changed meanwhile
                return []
            outcomes = [(test.outcome == "passed", test.seconds) for test in graded]
            searcher = Searcher(tests, exercise.module, reference, SEED, bench, stop)
            _, source = task.files[exercise.module]
            return searcher.search(source, outcomes).repairs
        return []
    finally:
        bench.close()
