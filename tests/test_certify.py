"""certify: what holds, what falls short, and mistakes files that cannot be used."""

import json

import pytest
from conftest import SOLUTION, run_grader

from grader.certify.rules import suite_breaches
from grader.contents.mutants import mutants
from grader.contents.stubs import stub_of

KNOWN = """\
section = "doubling"
hints = ["Double it.", "Twice each element.", "Multiply x by 2."]

[[mistake]]
name = "square"
replace = "2.0 * x"
with = "x**2"
feedback = "Multiply by two; do not square."

[[alternative]]
name = "sum"
replace = "2.0 * x"
with = "x + x"
reason = "The same number."
"""

MISTAKE = """
[[mistake]]
name = "{name}"
replace = '''{replace}'''
with = '''{new}'''
feedback = "Something."
"""

STRONG_SUITE = '''\
import numpy as np

from grader.expect import assert_close


class TestVector:
    """A vector"""

    points = 2

    def test_any_numbers(self, submission, rng):
        x = rng.normal(size=3)
        expected = 2 * x
        assert_close(submission.double(x), expected)
'''

WEAK_SUITE = '''\
import numpy as np

from grader.expect import assert_close


class TestVector:
    """A vector"""

    points = 1

    def test_two(self, submission):
        assert_close(submission.double(np.array([2.0])), np.array([4.0]))
'''


README = """\
# Bad

## Doubling

```python
>>> from exercises.bad.double import double
```
"""


def certify(course, *arguments):
    return run_grader("certify", "--format", "json", *arguments, folder=course.folder)


@pytest.fixture
def course(small_course):
    course = small_course({"double": None})
    table = (course.folder / "course.toml").read_text("utf-8")
    course.write("course.toml", table.replace('"Doubling"', '"Doubling", why = "Of use."'))
    course.write("course/mistakes/bad/double.toml", KNOWN)
    course.write("course/suites/bad/test_double.py", STRONG_SUITE)
    course.write("exercises/bad/double.py", stub_of(SOLUTION))
    course.write("exercises/bad/README.md", README)
    return course


def test_a_strong_suite_holds(course):
    run = certify(course)
    assert run.status == 0, run.stdout + run.stderr
    (proof,) = run.report["exercises"]
    assert run.report["holds"] and proof["mistakes"] == proof["alternatives"] == 1
    assert proof["killed"] == proof["mutants"] > 0
    assert {margin["change"] for margin in proof["margins"]} >= {"another seed", "float32"}


def test_a_weak_suite_is_shown(course):
    course.write("course/suites/bad/test_double.py", WEAK_SUITE)
    run = certify(course)
    assert run.status == 1
    (proof,) = run.report["exercises"]
    assert proof["uncaught"] == ["square"]
    assert [survivor["becomes"] for survivor in proof["survivors"]] == ["return 2.0 + x"]
    (rule,) = proof["broken_rules"]
    assert rule.startswith("course/suites/bad/test_double.py:6: no test of the part TestVector")


def test_the_text_names_what_falls_short(course):
    course.write("course/suites/bad/test_double.py", WEAK_SUITE)
    run = run_grader("certify", folder=course.folder)
    assert "No test catches the mistake square." in run.stdout
    assert "\n  - return 2.0 * x\n  + return 2.0 + x\n" in run.stdout


def test_a_wrong_alternative_is_shown(course):
    text = KNOWN.replace('with = "x + x"', 'with = "x + x + 1"')
    course.write("course/mistakes/bad/double.toml", text)
    run = certify(course)
    assert run.status == 1
    assert run.report["exercises"][0]["alternative_failures"]


def test_an_example_that_not_every_right_answer_prints_is_shown(course):
    text = KNOWN.replace('with = "x + x"', 'with = "list(x + x)"')
    course.write("course/mistakes/bad/double.toml", text)
    call = "submission.double(np.array([2.0]))"
    suite = WEAK_SUITE.replace(call, f"np.array({call})")
    course.write("course/suites/bad/test_double.py", suite)
    (failure,) = certify(course).report["exercises"][0]["alternative_failures"]
    assert failure.startswith("sum: double(np.array([1.0, 2.0])) prints [np.float64(2.0), ")


def test_a_demand_that_the_stub_does_not_state_is_shown(course):
    call = "        assert_close(submission.double(x), expected)"
    assert call in STRONG_SUITE
    check = "\n        assert_unchanged(x, expected / 2, 'x')"
    suite = STRONG_SUITE.replace(call, call + check)
    suite = suite.replace("import assert_close", "import assert_close, assert_unchanged")
    course.write("course/suites/bad/test_double.py", suite)
    run = run_grader("certify", folder=course.folder)
    assert "The suite wants x left unchanged, and the stub does not say so." in run.stdout
    solution = (course.folder / "solutions/bad/double.py").read_text("utf-8")
    stated = solution.replace('"""2x.', '"""2x; x is left unchanged.')
    course.write("solutions/bad/double.py", stated)
    assert certify(course).report["exercises"][0]["unstated"] == []


def test_two_mistakes_with_equal_values_are_one(course):
    again = MISTAKE.format(name="power", replace="2.0 * x", new="x * x")
    course.write("course/mistakes/bad/double.toml", KNOWN + again)
    run = certify(course)
    assert run.status == 1
    assert run.report["exercises"][0]["misnamed"] == ["power is named square"]


def test_an_equivalent_mutant_needs_a_living_entry(course):
    entry = '\n[[equivalent]]\nline = "return 2.0 * x"\nbecomes = "gone"\nreason = "none"\n'
    course.write("course/mistakes/bad/double.toml", KNOWN + entry)
    run = certify(course)
    assert run.status == 1
    assert run.report["exercises"][0]["stale_equivalents"] == ["return 2.0 * x → gone"]


DICT_SOLUTION = '''\
"""Twice as much."""


def double(values):
    """Each number of a dict doubled."""
    # TODO: double each
    return {name: 2.0 * value for name, value in values.items()}
'''

DICT_MISTAKE = """\
[[mistake]]
name = "triple"
replace = "2.0 * value"
with = "3.0 * value"
feedback = "Not three times."
"""

GENEROUS_SUITE = '''\
import numpy as np

from grader.expect import assert_close

KEPT = {"a": [1.0]}


class TestHonest:
    """Nothing is given away"""

    points = 1

    def test_copies(self, submission, rng):
        a = rng.normal(size=3)
        expected = {"a": 2 * a}
        assert_close(submission.double({"a": a}), expected)

    def test_constant(self, submission):
        assert KEPT == {"a": [1.0]}, "spoilt by an earlier test"
        submission.double({"a": 1.0, "kept": np.array(KEPT.pop("a"))})


class TestLoops:
    """Over what was handed over"""

    points = 1

    def test_loop(self, submission, rng):
        values = {"a": rng.normal(), "b": rng.normal()}
        result = submission.double(values)
        for name in values:
            assert_close(result[name], 2 * values[name])


class TestFollows:
    """What became of the array"""

    points = 1

    def test_expectation_afterwards(self, submission, rng):
        values = {"a": rng.normal(size=2)}
        result = submission.double(values)
        assert_close(result["a"], 2 * values["a"])


class TestConstant:
    """Always the same"""

    points = 1

    def test_constant(self, submission):
        assert_close(submission.double({"a": 1.5}), {"a": 3.0})
'''


def test_a_suite_that_believes_what_it_handed_over_or_never_varies_is_shown(course):
    course.write("solutions/bad/double.py", DICT_SOLUTION)
    course.write("course/mistakes/bad/double.toml", DICT_MISTAKE)
    course.write("course/suites/bad/test_double.py", GENEROUS_SUITE)
    run = certify(course)
    assert run.status == 1
    (proof,) = run.report["exercises"]
    wins = set(proof["tamper_wins"])
    assert {
        "TestLoops: triple, emptied after",
        "TestLoops: the solution, emptied before",
        "TestFollows: the solution, zeros before",
    } <= wins
    assert {win.split(":")[0] for win in wins} == {"TestLoops", "TestFollows"}
    (stumble,) = set(proof["tamper_stumbles"])
    assert stumble == "test_expectation_afterwards, emptied after: KeyError: 'a'"
    assert {win.split(",")[0] for win in proof["replay_wins"]} == {"TestConstant"}


UNUSABLE = [
    ("[[mistake", "cannot be read"),
    ('tips = ["no"]\n', "unknown key: tips"),
    (MISTAKE.format(name="m", replace="3.0 * x", new="x") + "\n", "occurs 0 times"),
    (MISTAKE.format(name="m", replace="x", new="y"), "not exactly once"),
    (MISTAKE.format(name="m", replace="2.0 * x", new="2.0 *"), "does not compile"),
    (2 * MISTAKE.format(name="m", replace="2.0 * x", new="x"), "two entries named 'm'"),
    (
        MISTAKE.format(name="m", replace="2.0 * x", new="x") + 'advice = "no"\n',
        "unknown key: advice",
    ),
    ('[[mistake]]\nname = "m"\nfeedback = "f"\n', "needs either source, or replace and with"),
    ('[[mistake]]\nname = "m"\nsource = "x = 1"\n', "lacks: feedback"),
]


def test_mistakes_files_that_cannot_be_used(small_course):
    course = small_course({f"e{number}": None for number in range(len(UNUSABLE))})
    for number, (text, _) in enumerate(UNUSABLE):
        course.write(f"course/mistakes/bad/e{number}.toml", text)
    run = run_grader("certify", folder=course.folder)
    assert run.status == 1 and not run.stderr
    *lines, end = run.stdout.strip().splitlines()
    assert end == "Nothing is proved yet." and len(lines) == len(UNUSABLE), run.stdout
    for number, (line, (_, words)) in enumerate(zip(lines, UNUSABLE, strict=True)):
        assert f"course/mistakes/bad/e{number}.toml" in line and words in line


MESSY_SUITE = '''\
import random

import numpy as np

from grader.expect import assert_close


def test_outside(submission, rng):
    assert rng.normal() < np.random.normal() + 9


class TestVector:
    """Any vector."""

    points = 1.5

    def test_any(self, submission, rng):
        x = rng.normal(size=3)
        expected = 2 * x
        assert_close(submission.double(x), expected)

    def test_any(self, submission):  # the same name: skip the one before
        x = np.random.default_rng().normal(size=3)
        expected = 2 * x
        assert_close(submission.double(x), expected)


class TestAgain:
    """Any vector."""

    points = 2
'''


def test_every_broken_rule_is_a_sentence(course):
    course.write("course/suites/bad/test_double.py", MESSY_SUITE)
    found = list(suite_breaches(course.folder / "course/suites/bad/test_double.py", course.folder))
    assert [text.removeprefix("course/suites/bad/test_double.py:")[:26] for text in found] == [
        "8 is a test outside of a p",
        "1: what depends on chance ",
        "9: this assert tells the l",
        "9: what depends on chance ",
        "23: what depends on chance",
        "22: no test may be skipped",
    ]

    inside = MESSY_SUITE[MESSY_SUITE.index("class TestVector") :].replace("1.5", "1")
    inside += "    def test_two(self, submission):\n        assert submission\n"
    suite = STRONG_SUITE[: STRONG_SUITE.index("class ")] + inside.replace(": skip", "")
    course.write("course/suites/bad/test_double.py", suite)
    solution = SOLUTION.replace('"""2x.', '"""').replace("# TODO", "# DONE")
    course.write("solutions/bad/double.py", solution.replace("array([2., 4.])", "array([2., 5.])"))
    course.write("course/mistakes/bad/double.toml", 'hints = ["Two."]\n')
    course.write("exercises/bad/README.md", "# Bad\n")
    (proof,) = certify(course).report["exercises"]
    rules = "\n".join(proof["broken_rules"])
    for words in (
        "exercises/bad/double.py is missing, or an older stub",
        "no comment begins with # TODO",
        "prints array([2., 4.]), and the docstring says array([2., 5.])",
        ": the name of the part TestAgain ends in a full stop",
        ": two parts go by the name 'Any vector.'",
        "the part TestVector has two tests named test_any",
        "no test of the part TestAgain asks for rng",
        "this assert tells the learner nothing",
        "has too few hints (1); at least 3",
        "has no [[mistake]]",
        "has no [[alternative]]",
        "has no example that imports it: from exercises.bad.double import",
    ):
        assert words in rules, (words, rules)


def test_what_is_missing_is_said_at_once_and_of_every_exercise(small_course):
    names = ["syntax", "importing", "suite", "gone", "toml", "fine"]
    course = small_course(dict.fromkeys(names))
    for name in names:
        course.write(f"course/mistakes/bad/{name}.toml", "")
    course.write("solutions/bad/syntax.py", "def double(x):\n    return 2 *\n")
    course.write("solutions/bad/importing.py", "import numpy as np\n\nX = nq.zeros(2)\n")
    course.write("course/suites/bad/test_suite.py", "class TestA:\n    points = 1\n  x\n")
    (course.folder / "solutions/bad/gone.py").unlink()
    (course.folder / "course/mistakes/bad/toml.toml").write_bytes(b'hints = ["\xff"]')
    run = run_grader("certify", *names[:-1], folder=course.folder)
    assert run.status == 1 and not run.stderr
    for words in (
        "solutions/bad/syntax.py:2 is no Python: invalid syntax.",
        "solutions/bad/importing.py:3 stops when it is imported: NameError: name 'nq' is not",
        "course/suites/bad/test_suite.py:3 is no Python: ",
        "solutions/bad/gone.py is missing.",
        "course/mistakes/bad/toml.toml cannot be read: ",
        "Nothing is proved yet.",
    ):
        assert words in run.stdout, run.stdout


def test_a_test_that_nothing_needs_is_advice(course):
    again = STRONG_SUITE[STRONG_SUITE.index("    def test_any") :].replace("any", "some")
    course.write("course/suites/bad/test_double.py", STRONG_SUITE + "\n" + again)
    run = certify(course)
    (proof,) = run.report["exercises"]
    assert run.report["holds"] and proof["needless"] == []  # the mistake fails both
    zero = again.replace("rng.normal(size=3)", "np.zeros(3)").replace("some", "zero")
    course.write("course/suites/bad/test_double.py", STRONG_SUITE + "\n" + zero)
    run = certify(course)
    (proof,) = run.report["exercises"]
    assert run.report["holds"] and proof["needless"] == ["TestVector.test_zero_numbers"]


def test_the_report_can_go_to_a_file(course, tmp_path):
    file = tmp_path / "certificate.json"
    run = run_grader("certify", "--output", file, folder=course.folder)
    assert run.status == 0
    assert json.loads(file.read_text())["holds"]


SOURCE = '''\
import numpy as np


def rows(x, keep=True):
    """Nothing of this text is mutated: 1 + 1."""
    total = np.sum(x[1:], axis=0, keepdims=keep)
    if total > 0:
        total -= 2.5
    return np.dot(x.T, total)
'''


def test_mutants_change_one_thing_each():
    found = {(mutant.line, mutant.becomes) for mutant in mutants(SOURCE)}
    total = "total = np.sum(x[1:], axis=0, keepdims=keep)"
    assert {
        (total, "total = np.sum(x[:], axis=0, keepdims=keep)"),
        (total, "total = np.sum(x[2:], axis=0, keepdims=keep)"),
        (total, "total = np.sum(x[1:], axis=1, keepdims=keep)"),
        (total, "total = np.sum(x[1:], keepdims=keep)"),
        (total, "total = np.sum(x[1:], axis=0)"),
        (total, "total = np.mean(x[1:], axis=0, keepdims=keep)"),
        (total, "(dropped)"),
        ("if total > 0:", "if total >= 0:"),
        ("total -= 2.5", "total += 2.5"),
        ("total -= 2.5", "total -= 5.0"),
        ("return np.dot(x.T, total)", "return np.dot(x, total)"),
        ("return np.dot(x.T, total)", "return np.dot(total, x.T)"),
        ("def rows(x, keep=True):", "def rows(x, keep=False):"),
    } <= found


def test_mutants_compile_and_differ():
    sources = [mutant.source for mutant in mutants(SOURCE)]
    assert len(set(sources)) == len(sources) > 15
    for source in sources:
        compile(source, "mutant", "exec")
        assert "1 + 1" in source


def test_an_output_that_cannot_be_written_is_said_before_the_work(course):
    run = run_grader("certify", "--output", "nowhere/proof.json", folder=course.folder)
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr.startswith("The report cannot be written to nowhere/proof.json: ")
    course.write("kept.json", "kept")
    assert run_grader("certify", "none", "--output", "kept.json", folder=course.folder).status == 2
    assert (course.folder / "kept.json").read_text() == "kept"
