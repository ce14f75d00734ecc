"""`python -m grader grade`, as it is called: whole targets, options and exit statuses."""

import ast
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SOLUTION, SUITE, Run, SmallCourse, all_tests, run_grader
from points import points_won

from grader.contents.course import Course
from grader.contents.stubs import stub_of

COURSE = Course.load(ROOT)


def write_target(folder: Path, content: Callable[[str], str]) -> Path:
    """A folder with a file for each exercise, made from the solution's source."""
    for exercise in COURSE.exercises:
        file = folder / f"{exercise.name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content(exercise.solution.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def grade_target(target: Path, *options: str) -> Run:
    return run_grader("grade", "--target", target, "--format", "json", "--jobs", "2", *options)


def assert_complete(run: Run) -> None:
    """Every test of every exercise ran, and the grader made no fault."""
    assert run.report["faults"] == []
    assert [e["name"] for e in run.report["exercises"]] == [e.name for e in COURSE.exercises]
    for exercise in run.exercises.values():
        assert exercise["tests_expected"] == exercise["tests_run"] == len(all_tests(exercise)) > 0


# Whole targets


def test_untouched_stubs_are_not_started(tmp_path: Path) -> None:
    run = grade_target(write_target(tmp_path, stub_of))
    assert run.status == 0
    assert_complete(run)
    assert {
        name: e["status"] for name, e in run.exercises.items() if e["status"] != "not started"
    } == {}
    assert run.report["score"] == 0
    assert run.report["max_score"] > 0


def test_the_solutions_win_every_point() -> None:
    options = ("--strict", "--jobs", "2", "--seed", "1")
    run = run_grader("grade", "--target", "solutions", "--format", "json", *options)
    assert_complete(run)
    assert {name: e["status"] for name, e in run.exercises.items() if e["status"] != "solved"} == {}
    assert (run.status, run.report["mode"], run.report["seed"]) == (0, "solutions", 1)
    assert run.report["score"] == run.report["max_score"]


def hollow(answer: str) -> Callable[[str], str]:
    """Files whose functions and methods all give the same answer, an expression in args."""

    def content(solution: str) -> str:
        lines = ["import numpy as np", "", "def answer(*args):", f"    return {answer}", ""]
        for node in ast.parse(solution).body:
            if isinstance(node, ast.FunctionDef):
                lines += [f"def {node.name}(*args, **kwargs): return answer(*args)"]
            elif isinstance(node, ast.ClassDef):
                lines += [f"class {node.name}:", "    def __init__(self, *args, **kwargs): pass"]
                lines += [
                    f"    def {method.name}(self, *args, **kwargs): return answer(*args)"
                    for method in node.body
                    if isinstance(method, ast.FunctionDef) and method.name != "__init__"
                ]
        return "\n".join(lines) + "\n"

    return content


FILLED = """

import copy as _copy
import types as _types
import numpy as _np


def _fill(value):
    if isinstance(value, _np.ndarray):
        return _np.full_like(value, {fill})
    if isinstance(value, (int, float, _np.generic)):
        return type(value)({fill})
    if isinstance(value, dict):
        return {{key: _fill(item) for key, item in value.items()}}
    if isinstance(value, (tuple, list)):
        return type(value)(_fill(item) for item in value)
    return value


def _overwrite(value):
    if isinstance(value, _np.ndarray):
        value[...] = 0
    elif isinstance(value, dict):
        for item in value.values():
            _overwrite(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            _overwrite(item)
    elif isinstance(value, _types.SimpleNamespace):
        _overwrite(vars(value))


def _replace(function):
    def replaced(*args, **kwargs):
        copies, named_copies = _copy.deepcopy((args, kwargs))
        result = function(*copies, **named_copies)
        if {overwrite}:
            _overwrite([*args, *kwargs.values()])
        return _fill(result)
    return replaced


def _replace_init(function):
    def replaced(self, *args, **kwargs):
        function(self, *args, **kwargs)
        for name, value in vars(self).items():
            setattr(self, name, _fill(value))
    return replaced


for _value in [v for v in globals().values() if getattr(v, "__module__", "") == __name__]:
    if isinstance(_value, type):
        for _name, _method in list(vars(_value).items()):
            if isinstance(_method, _types.FunctionType):
                _wrap = _replace_init if _name == "__init__" else _replace
                setattr(_value, _name, _wrap(_method))
    elif not _value.__name__.startswith("_"):
        globals()[_value.__name__] = _replace(_value)
"""


def filled(number: float, overwrite: bool = False) -> Callable[[str], str]:
    """Solutions whose results have the right type and shape, and this number everywhere."""
    return lambda solution: solution + FILLED.format(fill=number, overwrite=overwrite)


TRIVIAL = {
    "ones of the right shape": filled(1),
    "zeros, in the arguments too": filled(0, overwrite=True),
}


# `certify` proves the same of all functions, and of much else.
@pytest.mark.parametrize("kind", TRIVIAL)
def test_methods_that_only_find_the_right_shape_win_nothing(kind: str) -> None:
    sources = {exercise: exercise.solution.read_text("utf-8") for exercise in COURSE.exercises}
    tried = [exercise for exercise, source in sources.items() if "\nclass " in source]
    won = {each.name: points_won(each, TRIVIAL[kind](sources[each]))[0] for each in tried}
    assert won == dict.fromkeys(won, 0.0) and len(won) > 10


def test_in_process_gives_the_same_verdicts(tmp_path: Path) -> None:
    kinds = [
        lambda solution: solution,
        stub_of,
        hollow("args[0]"),
        filled(1),
        lambda solution: solution.replace(":\n", "\n", 1),
        lambda solution: solution.replace(" + ", " - ").replace("2", "3"),
        lambda solution: solution.replace("    return ", "    1 / 0\n    return "),
    ]
    target = write_target(tmp_path, lambda solution: solution)
    for number, exercise in enumerate(COURSE.exercises):
        file = target / f"{exercise.name}.py"
        file.write_text(kinds[number % len(kinds)](file.read_text("utf-8")), encoding="utf-8")
    names = [exercise.name for exercise in COURSE.exercises[:9]]
    reports = [
        without_times(grade_target(target, *options, *names).report)
        for options in ((), ("--in-process",))
    ]
    assert reports[0].pop("confinement") != reports[1].pop("confinement") == "none"
    assert reports[0] == reports[1]
    statuses = {exercise["status"] for exercise in reports[0]["exercises"]}
    assert statuses >= {"solved", "not started", "failed", "error"}


def without_times(value: Any) -> Any:
    """A report without what differs between two runs."""
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key != "seconds"}
    return [without_times(item) for item in value] if isinstance(value, list) else value


# Small courses


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    return small_course({"first": SOLUTION, "second": SOLUTION, "third": stub_of(SOLUTION)})


def test_strict_wants_every_point(course: SmallCourse) -> None:
    assert course.grade("--strict").status == 1
    assert course.grade("--strict", "first", "second").status == 0


@pytest.mark.parametrize(
    "name",
    ["second", "bad/second", "./exercises/bad/second.py"],
)
def test_an_exercise_goes_by_its_stem_or_a_path(course: SmallCourse, name: str) -> None:
    assert list(course.grade("--format", "json", name).exercises) == ["second"]


def test_exercises_are_graded_once_and_in_the_order_of_the_course(course: SmallCourse) -> None:
    run = course.grade("--format", "json", "third", "first", "bad/third", "first")
    assert list(run.exercises) == ["first", "third"]


def test_below_the_root_the_course_is_found_as_well(course: SmallCourse) -> None:
    run = run_grader(
        *("grade", "--format", "json", "first"),
        folder=course.folder / "exercises" / "bad",
        variables={"PYTHONPATH": str(course.folder)},
    )
    assert (run.status, run.exercises["first"]["path"]) == (0, "../bad/first.py")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["secund"], "There is no exercise named 'secund'. Near names: second"),
        (["bad/thrid"], "Near names: bad/third"),
        (["zzzzzz"], "There is no exercise named 'zzzzzz'.\nThis shows them all:\n    "),
        ([""], "There is no exercise named ''"),
        (["--target", "nowhere"], "The target 'nowhere' is not a folder."),
        (["--jobs", "0"], "--jobs is a whole number, not '0'."),
        (["--jobs", "many"], "--jobs is a whole number, not 'many'."),
        (["--seed", "x"], "--seed is a whole number, not 'x'."),
        (["--seed", "-1"], "The seed is a whole number from 0 up."),
        (["--format", "html"], " or markdown, not 'html'."),
        (["--imports", "some"], "--imports is solved or reference or own, not 'some'."),
        (["--nonsense"], "grade has no option --nonsense."),
        (["--output", "nowhere/report.txt"], "nowhere/report.txt: No such file or directory."),
        (["--output", "."], "The report cannot be written to .: Is a directory."),
    ],
)
def test_bad_usage_exits_2(course: SmallCourse, arguments: list[str], complaint: str) -> None:
    run = course.grade(*arguments)
    assert run.status == 2
    assert complaint in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_outside_a_course_it_says_so(tmp_path: Path) -> None:
    run = run_grader("grade", folder=tmp_path, variables={"PYTHONPATH": str(ROOT)})
    assert (run.status, run.stdout) == (2, "")
    assert "There is no course.toml in" in run.stderr


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [("title = ", "cannot be read"), ("title = 'x'", "lacks an entry: 'chapter'.")],
)
def test_a_broken_table_of_contents(tmp_path: Path, contents: str, complaint: str) -> None:
    (tmp_path / "course.toml").write_text(contents)
    run = run_grader("grade", folder=tmp_path, variables={"PYTHONPATH": str(ROOT)})
    assert run.status == 2
    assert "course.toml" in run.stderr and complaint in run.stderr


def test_the_report_goes_where_it_is_sent(course: SmallCourse, tmp_path: Path) -> None:
    run = course.grade("--format", "json", "--output", str(tmp_path / "report.json"))
    assert (run.status, run.stdout) == (0, "")
    written = Run(0, (tmp_path / "report.json").read_text("utf-8"), "")
    assert list(written.exercises) == ["first", "second", "third"]
    course.grade("first", "--output", str(tmp_path / "report.txt"))
    assert "first  Doubling" in (tmp_path / "report.txt").read_text("utf-8")


def test_standard_output_may_be_a_file(course: SmallCourse, tmp_path: Path) -> None:
    # Workers inherit it, and a stream on a file can be rewound where one on a socket cannot.
    command = [sys.executable, "-m", "grader", "grade", "first", "--strict"]
    for mode in ("w", "a"):
        with (tmp_path / "out.txt").open(mode) as out:
            process = subprocess.run(command, cwd=course.folder, stdout=out, stderr=out)
        assert process.returncode == 0, (tmp_path / "out.txt").read_text()


def test_a_reader_may_go_away(course: SmallCourse) -> None:
    command = [sys.executable, "-m", "grader", "grade"]
    with subprocess.Popen(
        command, cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_terminal_without_unicode_gets_what_it_can_show(course: SmallCourse) -> None:
    run = course.grade("first", PYTHONIOENCODING="ascii")
    assert (run.status, run.stderr) == (0, "")
    assert "first  Doubling" in run.stdout


# The grader's own faults


BROKEN_SUITES = {
    "syntax": "def test(:\n",
    "import": "import numpy as np\n\nimport no_such_module\n",
    "empty": "",
    "points": SUITE.replace("points = 2", ""),
    "fixture": SUITE.replace("self, submission", "self, sumbission"),
    "value": SUITE.replace("submission.double(np", "submission.double({1, 2}, np"),
}


@pytest.fixture(scope="module")
def broken(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    """A course with all broken suites, beside an exercise that is in order."""
    course = small_course(dict.fromkeys([*BROKEN_SUITES, "right"], SOLUTION))
    for kind, suite in BROKEN_SUITES.items():
        course.write(f"course/suites/bad/test_{kind}.py", suite)
    return course


SENTENCES = {
    "syntax": "bad/syntax cannot be read: course/suites/bad/test_syntax.py:1: SyntaxError:",
    "import": "bad/import cannot be read: course/suites/bad/test_import.py:3: ModuleNotFound",
    "empty": "bad/empty has no tests.",
    "points": "bad/points has no points for TestVector",
    "fixture": "bad/fixture asks for 'sumbission'",
    "value": "TypeError: a suite cannot hand a set to a submission",
}


FAULTS = "The grader itself failed; your code is not the cause.\n"


def test_broken_suites_are_the_graders_faults(broken: SmallCourse) -> None:
    run = broken.grade("--format", "json", "--jobs", "2")
    assert run.status == 3 and run.stderr.startswith(FAULTS)
    faults = "\n".join(run.report["faults"])
    assert [kind for kind, sentence in SENTENCES.items() if sentence not in faults] == []
    assert "Traceback" not in faults + run.stderr
    solved = [name for name, each in run.exercises.items() if each["status"] == "solved"]
    assert solved == ["right"]


@pytest.mark.parametrize("kind", BROKEN_SUITES)
def test_a_broken_suite_is_said_in_a_line(broken: SmallCourse, kind: str) -> None:
    options = ("--target", "solutions", "--strict") if kind == "points" else ()
    run = broken.grade(kind, *options)
    assert run.status == 3
    assert run.stderr.startswith(FAULTS) and SENTENCES[kind] in run.stderr
    assert "Traceback" not in run.stderr
    assert f"! {kind}  Doubling" in run.stdout and "Go on with" not in run.stdout
    if kind != "value":
        assert len(run.stderr.splitlines()) == 2
        assert "There is no verdict: the grader itself failed." in run.stdout


@pytest.mark.parametrize("command", ["certify", "report", "watch"])
def test_a_broken_suite_is_a_sentence_everywhere(
    small_course: Callable[..., SmallCourse], command: str
) -> None:
    course = small_course({"double": SOLUTION})
    course.write("course/suites/bad/test_double.py", "")
    course.write("course/mistakes/bad/double.toml", "")
    watched = command == "watch"
    run = leave_a_watch(course) if watched else run_grader(command, folder=course.folder)
    # To certify it is for its author: there it is what falls short.
    assert run.status == (1 if command == "certify" else 3), run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert "The suite of bad/double has no tests." in run.stdout + run.stderr
    if command == "report":
        assert "There is no verdict" in (course.folder / "report.html").read_text("utf-8")


def leave_a_watch(course: SmallCourse) -> Run:
    """Watch in a terminal until there is something to see, then press q."""
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "grader", "watch"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        command, cwd=course.folder, stdin=child, stdout=child, stderr=child, env=environment
    ) as process:
        os.close(child)
        shown = b""
        with contextlib.suppress(OSError):  # Linux: the other end is closed
            while piece := os.read(parent, 1 << 16):
                shown += piece
                if b"no tests" in shown and b"quit" in shown:
                    os.write(parent, b"q")
    os.close(parent)
    return Run(process.returncode, shown.decode(), "")


def test_a_grader_that_breaks_down_does_not_end_like_a_verdict(
    small_course: Callable[..., SmallCourse],
) -> None:
    course = small_course({"double": SOLUTION})
    course.write("grader/judge/grading.py", "raise RuntimeError('broken')\n")
    run = course.grade("--strict")
    assert run.status == 3
    assert run.stderr.startswith("The grader itself failed; your code is not the cause.")
    assert "RuntimeError: broken" in run.stderr


# Other people's folders


def test_a_folder_with_exercises_in_it_is_a_target_too(course: SmallCourse, tmp_path: Path) -> None:
    for folder in (tmp_path / "bad", tmp_path / "deep" / "exercises" / "bad"):
        folder.mkdir(parents=True)
        (folder / "first.py").write_text(SOLUTION)
    for target in (tmp_path, tmp_path / "deep"):
        run = course.grade("first", "second", "--format", "json", "--target", str(target))
        assert run.report["mode"] == "submission"
        assert run.exercises["first"]["status"] == "solved"
        assert run.exercises["second"]["status"] == "error"


@pytest.mark.parametrize("link", ["bad", "exercises"])
def test_links_to_the_solutions_win_nothing(course: SmallCourse, tmp_path: Path, link: str) -> None:
    solutions = course.folder / "solutions"
    (tmp_path / link).symlink_to(solutions / "bad" if link == "bad" else solutions)
    run = course.grade("first", "--format", "json", "--target", str(tmp_path))
    assert run.status == 0
    assert (run.exercises["first"]["status"], run.report["score"]) == ("error", 0)


def test_own_imports_that_are_too_large_are_the_learners_fault(
    small_course: Callable[..., SmallCourse],
) -> None:
    names = [f"part{number}" for number in range(10)]
    ballast = f"\nfrom . import {', '.join(names)}\n" + "#" * 1_000_000
    course = small_course(dict.fromkeys(names, SOLUTION + ballast))
    run = course.grade("part9", "--imports", "own", "--format", "json")
    assert (run.status, run.stderr) == (0, "")
    assert run.exercises["part9"]["status"] == "error"
    assert "larger than" in all_tests(run.exercises["part9"])[0]["message"]


def test_imports_are_the_references_or_ones_own(small_course: Callable[..., SmallCourse]) -> None:
    importing = "from .first import double as twice\n\n\ndef double(x):\n    return twice(x)\n"
    wrong = SOLUTION.replace("2.0 * x", "3.0 * x")
    course = small_course({"first": wrong, "second": importing})
    course.write("solutions/bad/second.py", importing)
    for imports, status in (("reference", "solved"), ("own", "failed")):
        run = course.grade("second", "--format", "json", "--imports", imports)
        assert run.exercises["second"]["status"] == status
