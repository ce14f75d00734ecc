"""Verdicts in small terminals: what was missed, the smallest example and the next step are there.

By default a sample of the known mistakes; WINDOWS_STEP=1 takes every one of them.
"""

import os
import re
from functools import partial

import pytest
from conftest import ROOT
from points import suites
from rich.console import Console

from grader.contents.course import Course, Exercise
from grader.contents.handin import Target
from grader.contents.mistakes import Mistake, load_knowledge, section_of
from grader.judge.explain import Names, explain
from grader.judge.run import try_source
from grader.judge.suites import SuiteTest, load_reference
from grader.learner.next_steps import advice, briefly, progress_line
from grader.report import verdict as verdicts
from grader.report.screen import Screen
from grader.report.verdict import (
    VERSION,
    ExerciseReport,
    NamedMistake,
    PartReport,
    Report,
)
from grader.terminal.screen import Page, Terminal

STEP = int(os.environ.get("WINDOWS_STEP", "16"))
COURSE = Course.load(ROOT)


def verdict(exercise: Exercise, mistake: Mistake) -> Report:
    """A report on a mistake, with the first test that it fails."""
    task = Target.find(COURSE, "solutions").task(COURSE, exercise, "reference")
    files, reference = task.reference_files(), load_reference(exercise)
    path, _ = files[exercise.module]
    wrong = {**files, exercise.module: (path, mistake.source.encode())}

    def run(test: SuiteTest) -> verdicts.TestReport | None:
        done = try_source(test, exercise.module, wrong, reference, 0)
        if done.error is None:
            return None
        failure = explain(done.error, done.calls, Names(reference))
        return verdicts.TestReport(test.name, "failed", failure=failure)

    failed = next(filter(None, map(run, suites().tests(exercise))))
    report = ExerciseReport(
        exercise.name, exercise.title, "failed", "", 2, f"exercises/{exercise.name}.py",
        max_score=5.0,
        parts=[PartReport("A part", 2, 0, [failed]), PartReport("Another", 3, 0, [failed])],
        mistakes=[NamedMistake(mistake.name, mistake.feedback, exercise.readme(mistake.section))],
        section=section_of(exercise),
    )  # fmt: skip
    return Report(VERSION, "exercises", "exercises", 0, 5, 0.1, "none", 0, "3", "2", [report])


def fitting(screen: Screen, report: Report, height: int | None) -> tuple[str, bool]:
    return screen.fitting(report, height or 0)


def shown(report: Report, exercise: Exercise, width: int, height: int, capsys) -> list[str]:
    """The lines that a watch shows of it in a terminal of this size."""
    console = Console(width=width, height=height, color_system=None)
    screen = Screen(console=console)
    terminal = Terminal(console)
    closing = advice(COURSE, exercise, set(), "12:00:00", keys=True)
    closing.append(progress_line(COURSE, set()))
    capsys.readouterr()
    brief = briefly(exercise, set())
    body = partial(fitting, screen, report)
    terminal.show(Page(1, body, closing=closing, brief=brief))
    return re.sub(r"\x1b\[\??[0-9;]*[A-Za-z]", "", capsys.readouterr().out).split("\n")


@pytest.mark.timeout(600)
def test_every_mistake_fits_small_windows(capsys: pytest.CaptureFixture[str]) -> None:
    known = [(e, m) for e in COURSE.exercises for m in load_knowledge(e).mistakes]
    misfits = []
    for exercise, mistake in known[::STEP]:
        report = verdict(exercise, mistake)
        failure = report.exercises[0].tests[0].failure
        called = failure.call.function if failure and failure.call else ""
        for width, height in ((80, 24), (60, 15)):
            lines = shown(report, exercise, width, height, capsys)
            text = "".join("\n".join(lines).split())
            wanted = [
                f"✗ {exercise.stem}", "0 of 5 points", called, mistake.feedback,
                exercise.readme(mistake.section), f"{exercise.stem}.py", "a all", "h hint",
            ]  # fmt: skip
            missing = [each for each in wanted if "".join(each.split()) not in text]
            rows = sum(max(1, -(-len(line) // width)) for line in lines)
            if missing or rows > height or "…" in lines:
                misfits.append((width, exercise.stem, mistake.name, missing, rows))
    assert not misfits, f"{len(misfits)} of {len(known[::STEP])}: {misfits}"
