"""Whatever a learner hands in: one clear sentence about it, and the rest is graded as ever.

All bad files belong to one small course and are graded in one run; the tests look at its report.
"""

import hashlib
import textwrap
import unicodedata
from collections.abc import Callable

import numpy as np
import pytest
from conftest import Run, SmallCourse, all_tests

from grader.expect import Mismatch, assert_close, assert_in_range
from grader.submission.workers import OUTPUT_LIMIT

HEAD = "import ctypes, itertools, os, signal, sys\nimport numpy as np\n"
RIGHT = "import numpy as np\n\n\ndef double(x):\n    return 2.0 * x\n"


def body(text: str) -> str:
    """A file whose double has this body, which begins in line 4."""
    return f"{HEAD}def double(x):\n{textwrap.indent(textwrap.dedent(text).strip(), '    ')}\n"


def sly(*members: str, base: str = "", end: str = "return Sly()") -> str:
    """A file with a class of these members, and a double that ends with an object of it."""
    lines = textwrap.indent("\n".join(members), "    ")
    return f"{HEAD}class Sly{base}:\n{lines}\ndef double(x):\n    {end}\n"


Case = tuple[str | bytes | None, str, str]

# name: (file, outcome, what the message says)
AT_IMPORT: dict[str, Case] = {
    "syntax_error": (
        "def double(x):\n    return 2.0 *\n",
        "error",
        "raised SyntaxError: invalid syntax\n  exercises/bad/syntax_error.py:2  return 2.0 *",
    ),
    "bad_indentation": (
        "def double(x):\n    y = x\n  return y\n",
        "error",
        "exercises/bad/bad_indentation.py:3  return y",
    ),
    "nesting": (f"x = {'(' * 500}\n", "error", "too many nested parentheses"),
    "raises_at_import": (
        f"{RIGHT}\nlimit = 1 / 0\n",
        "error",
        "Importing the file raised ZeroDivisionError: division by zero\n"
        "  exercises/bad/raises_at_import.py:7  limit = 1 / 0",
    ),
    "hangs_at_import": (
        f"{RIGHT}\nwhile True:\n    pass\n",
        "timeout",
        "Importing the file did not finish within 1 s.",
    ),
    "exits_at_import": (f"{HEAD}sys.exit('bye')\n", "error", "Importing the file called sys.exit"),
    "ends_at_import": (f"{HEAD}os._exit(4)\n", "crashed", "it ended itself with exit status 4"),
    "missing_module": (
        "import torch_of_my_own\n",
        "error",
        "No module named 'torch_of_my_own'\n  exercises/bad/missing_module.py:1",
    ),
    "later_exercise": (
        "from .right import double\n",
        "error",
        "there is no 'bad.right' to import here",
    ),
    "missing_file": (None, "error", "exercises/bad/missing_file.py is missing"),
    "too_large": (RIGHT + "#" * (1 << 20), "error", "too_large.py is larger than 1 MiB"),
    "not_utf8": (
        "def double(x):\n    return 2.0 * x  # größer\n".encode("latin-1"),
        "error",
        "this is not UTF-8 text; save the file in that encoding\n  exercises/bad/not_utf8.py:2",
    ),
    "not_utf8_in_line_1": ("# größer\n".encode("latin-1"), "error", "this is not UTF-8 text"),
    "utf16": (RIGHT.encode("utf-16"), "error", "this is not UTF-8 text"),
    "binary": (bytes(range(256)), "error", "this is not UTF-8 text"),
    "unknown_encoding": (f"# coding: klingon\n{RIGHT}", "error", "unknown encoding: klingon"),
}

IN_A_CALL: dict[str, Case] = {
    "raises": (
        body("raise ValueError('no idea')"),
        "failed",
        "double raised ValueError: no idea\n  exercises/bad/raises.py:4  raise ValueError",
    ),
    "raises_deeper": (
        body("def inner(y):\n    return y[99]\nreturn inner(x)"),
        "failed",
        "exercises/bad/raises_deeper.py:6  return inner(x)\n"
        "  exercises/bad/raises_deeper.py:5  return y[99]",
    ),
    "raises_without_text": (body("raise KeyError"), "failed", "double raised KeyError."),
    "raises_what_cannot_be_shown": (
        sly("def __str__(self): raise RuntimeError", base="(Exception)", end="raise Sly"),
        "failed",
        "double raised Sly.",
    ),
    "raises_surrogate": (
        body("raise ValueError('\\ud800')"),
        "failed",
        "double raised ValueError: \\ud800",
    ),
    "raises_keyboard_interrupt": (
        body("raise KeyboardInterrupt"),
        "failed",
        "double raised KeyboardInterrupt.",
    ),
    "asks": (
        body("return float(input('x? '))"),
        "failed",
        "raised EOFError: EOF when reading a line",
    ),
    "recurses": (body("return double(x)"), "failed", "maximum recursion depth exceeded"),
    "exits": (
        body("sys.exit(0)"),
        "failed",
        "double called sys.exit: a function should return instead.",
    ),
    "ends": (body("os._exit(0)"), "crashed", "it ended itself with exit status 0"),
    "breaks_memory": (body("ctypes.string_at(0)"), "crashed", "it was killed by signal SIGSEGV"),
    "closes_everything": (body("os.closerange(0, 99)"), "crashed", "broke off in double"),
    "hangs": (body("while True: pass"), "timeout", "double did not finish within 1 s."),
    "hangs_in_c": (body("sum(itertools.repeat(0))"), "timeout", "did not finish within 1 s."),
    "hangs_in_pow": (body("return 10 ** 10 ** 9"), "timeout", "did not finish within 1 s."),
    "prints_forever": (
        body("print('first')\nwhile True: print('spam' * 100)"),
        "timeout",
        "did not finish within 1 s.",
    ),
    "fills_memory": (
        body("kept = []\nwhile True: kept.append(np.empty(1 << 24))"),
        "failed",
        "double ran out of memory.\n  exercises/bad/fills_memory.py:5",
    ),
    "allocates_10_gb": (
        body("return np.ones((100_000, 12_500))"),
        "failed",
        "double ran out of memory.",
    ),
}

NAMES: dict[str, Case] = {
    "empty": ("", "failed", "There is no double in your file, and the suite calls double."),
    "renamed": (
        "def duoble(x):\n    return 2.0 * x\n",
        "failed",
        "There is no double in your file; did you mean duoble?",
    ),
    "too_few_parameters": ("def double():\n    return 2.0\n", "failed", "takes 0 positional"),
    "too_many_parameters": ("def double(x, y):\n    return x\n", "failed", "missing 1 required"),
    "not_a_function": ("double = 2.0\n", "failed", "'float' object is not callable"),
}

WRONG_KIND = "This is {}; expected is an array of shape (2,)."
RESULTS: dict[str, Case] = {
    "returns_none": (body("y = 2.0 * x"), "failed", WRONG_KIND.format("None")),
    "returns_string": (body("return str(x)"), "failed", WRONG_KIND.format("a string")),
    "returns_list": (body("return [2.0, 4.0]"), "failed", WRONG_KIND.format("a list")),
    "returns_bool": (body("return True"), "failed", WRONG_KIND.format("a bool")),
    "returns_scalar": (body("return 2.0"), "failed", WRONG_KIND.format("a single number")),
    "returns_bytes": (body("return bytes(3)"), "failed", WRONG_KIND.format("an object")),
    "returns_function": (body("return lambda: x"), "failed", WRONG_KIND.format("an object")),
    "returns_iterator": (body("yield from x"), "failed", WRONG_KIND.format("an object")),
    "returns_row": (
        body("return 2.0 * x.reshape(1, -1)"),
        "failed",
        "The shape is (1, 2); expected is (2,).",
    ),
    "returns_float32": (
        body("return (2.0 * x).astype(np.float32)"),
        "failed",
        "The dtype is float32; expected is float64.",
    ),
    "returns_integers": (
        body("return (2.0 * x).astype(np.int64)"),
        "failed",
        "The dtype is int64; expected is float64.",
    ),
    "returns_nan": (body("return x * np.nan"), "failed", "2 of 2 elements are NaN or infinite."),
    "returns_overflow": (body("return x * 1e308 * 10"), "failed", "2 of 2 elements are NaN or inf"),
    "returns_objects": (
        body("return (2.0 * x).astype(object)"),
        "failed",
        "double gave something that the grader cannot take: an array of dtype object",
    ),
    "returns_dates": (
        body("return np.array(['2020-01-01'], dtype='M8[D]')"),
        "failed",
        "cannot take: an array of dtype datetime64[D]",
    ),
    "returns_surrogate": (body("return '\\ud800'"), "failed", "cannot take: a string is not valid"),
    "returns_huge_integer": (body("return 1 << 99_999"), "failed", "an integer of 100000 bits"),
    "returns_large_integer": (body("return 10 ** 400"), "failed", "This is a single number"),
    "claims_10_gb": (
        body("return np.broadcast_to(2.0, (100_000, 12_500))"),
        "failed",
        "cannot take: an array of shape (100000, 12500) is too large to pass on.",
    ),
    "returns_itself": (
        body("kept = []\nkept.append(kept)\nreturn kept"),
        "failed",
        "cannot take: a value is nested too deeply",
    ),
    "reshapes_its_input": (
        body("x.shape = (1, x.size)\nreturn 2.0 * x"),
        "failed",
        "cannot take: an array was given another shape or dtype in place.",
    ),
    "object_of_an_odd_class": (
        body("return type('A\\nexpected  [2, 4]', (), {})()"),
        "failed",
        "returned  <an object of your class object>\nexpected  [2, 4]\n",
    ),
    "sly_object": (
        sly(
            "shape, dtype, ndim = (2,), np.dtype(float), 1",
            "def __eq__(self, other): return True",
            "def __array__(self, dtype=None, copy=None): return np.array([2.0, 4.0])",
            "def __float__(self): return 2.0",
            "def __iter__(self): return iter([2.0, 4.0])",
            "def __getattr__(self, name): return self",
        ),
        "failed",
        "returned  <an object of your class Sly>",
    ),
    "sly_class": (
        sly(
            "__class__ = np.ndarray",
            "def __array__(self, dtype=None, copy=None): raise RuntimeError('caught')",
        ),
        "failed",
        "double raised RuntimeError: caught",
    ),
    "sly_array": (
        sly(
            "def __eq__(self, other): return True",
            "def __array_ufunc__(self, *args, **kwargs): return True",
            "def tobytes(self): return np.array([2.0, 4.0]).tobytes()",
            base="(np.ndarray)",
            end="return x.view(Sly)",
        ),
        "failed",
        "This is 0.5 times the expected value.",
    ),
    "sly_number": (
        sly("def __eq__(self, other): return True", base="(float)", end="return Sly(7.0)"),
        "failed",
        "returned  7\n",
    ),
}

PRINTS: dict[str, str | bytes | None] = {
    "prints": body("print('two', x.shape)\nprint('careful', file=sys.stderr)\nreturn x"),
    "prints_control_characters": body("print('\\x1b[31mred\\x9b\\u202e')\nreturn x"),
    "prints_bytes": body("os.write(1, b'\\xff raw')\nreturn x"),
    "raises_control_characters": body("raise ValueError('\\x1b[2Jred\\x9b\\u202e\\x07')"),
    "names_control_characters": body("return type('\\x1b[31m', (), {})()"),
}

RIGHT_ALL_THE_SAME: dict[str, str | bytes | None] = {
    "right": RIGHT,
    "bom": b"\xef\xbb\xbf" + RIGHT.encode(),
    "windows_line_ends": RIGHT.replace("\n", "\r\n"),
    "old_mac_line_ends": RIGHT.replace("\n", "\r"),
    "latin1_declared": f"# coding: latin-1\n# größer\n{RIGHT}".encode("latin-1"),
    "no_line_end": RIGHT.rstrip(),
    "right_with_prints": RIGHT.replace("return", "print('working on it')\n    return"),
    "array_subclass": HEAD
    + "def double(x):\n    return (2.0 * x).view(type('A', (np.ndarray,), {}))",
}

FAILING = {**AT_IMPORT, **IN_A_CALL, **NAMES, **RESULTS}


@pytest.fixture(scope="module")
def course(small_course: Callable[..., SmallCourse]) -> SmallCourse:
    bad = {name: case[0] for name, case in FAILING.items()}
    course = small_course({**bad, **PRINTS, **RIGHT_ALL_THE_SAME, "link": None})
    elsewhere = course.folder / "elsewhere.py"
    elsewhere.write_text(RIGHT)
    (course.folder / "exercises/bad/link.py").symlink_to(elsewhere)
    return course


@pytest.fixture(scope="module")
def run(course: SmallCourse) -> Run:
    return course.grade("--format", "json", "--jobs", "2")


def test_the_run_itself_is_in_order(run: Run) -> None:
    assert (run.status, run.stderr, run.report["faults"]) == (0, "", [])


def test_every_test_of_every_exercise_ran(run: Run) -> None:
    assert len(run.exercises) == len(FAILING) + len(PRINTS) + len(RIGHT_ALL_THE_SAME) + 1
    for exercise in run.exercises.values():
        assert exercise["tests_expected"] == exercise["tests_run"] == len(all_tests(exercise)) == 2


@pytest.mark.parametrize("name", FAILING)
def test_one_clear_sentence(run: Run, name: str) -> None:
    _, outcome, sentence = FAILING[name]
    exercise = run.exercises[name]
    assert exercise["score"] == 0
    assert exercise["status"] == ("error" if name in AT_IMPORT else "failed")
    first, second = all_tests(exercise)
    assert (first["outcome"], second["outcome"]) == (outcome, outcome)
    assert sentence in first["message"]
    assert "Traceback" not in first["message"] and len(first["message"]) < 2000


@pytest.mark.parametrize("name", RIGHT_ALL_THE_SAME)
def test_unusual_but_right(run: Run, name: str) -> None:
    assert (run.exercises[name]["status"], run.exercises[name]["score"]) == ("solved", 3)


def test_the_hash_is_that_of_the_graded_bytes(run: Run, course: SmallCourse) -> None:
    for name, exercise in run.exercises.items():
        path = course.folder / "exercises" / "bad" / f"{name}.py"
        graded = path.exists() and name not in ("link", "too_large")
        expected = hashlib.sha256(path.read_bytes()).hexdigest() if graded else ""
        assert exercise["sha256"] == expected


def test_a_link_is_not_followed(run: Run) -> None:
    assert run.exercises["link"]["status"] == "error"
    assert "link.py is a link" in all_tests(run.exercises["link"])[0]["message"]


def test_prints_are_kept(run: Run) -> None:
    assert all_tests(run.exercises["prints"])[0]["stdout"] == "two (2,)\ncareful\n"
    assert all_tests(run.exercises["prints_bytes"])[0]["stdout"] == "\ufffd raw"
    assert all_tests(run.exercises["right_with_prints"])[0]["stdout"] == "working on it\n"


def test_endless_prints_are_cut_after_their_beginning(run: Run) -> None:
    for test in all_tests(run.exercises["prints_forever"]):
        assert test["stdout"].startswith("first\nspamspam")
        assert test["stdout"].endswith("… (output cut here)\n")
        assert len(test["stdout"]) < OUTPUT_LIMIT + 100


def test_no_control_characters_get_through(run: Run) -> None:
    for exercise in run.exercises.values():
        for test in all_tests(exercise):
            for text in (test["message"], test["stdout"], exercise["path"]):
                odd = {c for c in text if unicodedata.category(c)[0] == "C"} - {"\n", "\t"}
                assert not odd, (exercise["name"], text)


def test_a_hanging_function_costs_its_deadline_once(run: Run) -> None:
    # The second test waits a fifth of the deadline, and an import that hung is not tried again.
    for name in ("hangs", "hangs_in_c", "hangs_in_pow", "hangs_at_import"):
        first, second = all_tests(run.exercises[name])
        assert first["seconds"] >= 1.0
        assert second["seconds"] < 0.9


def test_without_the_strongest_confinement_too(small_course: Callable[..., SmallCourse]) -> None:
    # Where signals can be sent at all, a worker can kill and stop itself.
    files = {
        "kills_itself": body("os.kill(os.getpid(), signal.SIGKILL)"),
        "unnamed_signal": body("os.kill(os.getpid(), 40)"),
        "stops_itself": body("os.kill(os.getpid(), signal.SIGSTOP)"),
        "right": RIGHT,
    }
    run = small_course(files).grade("--format", "json", "--jobs", "2", "--confinement", "limits")
    assert (run.status, run.report["confinement"], run.exercises["right"]["score"]) == (
        0,
        "limits",
        3,
    )
    messages = {name: all_tests(run.exercises[name])[0]["message"] for name in files}
    assert "it was killed by signal SIGKILL" in messages["kills_itself"]
    assert "it was killed by signal 40" in messages["unnamed_signal"]
    assert "did not finish within 1 s." in messages["stops_itself"]


# What suites compare with


def test_an_integer_too_large_for_a_float_is_only_wrong() -> None:
    with pytest.raises(Mismatch):
        assert_in_range(10**400, 0.0, 1.0)
    with pytest.raises(Mismatch):
        assert_close(10**400, 1.0)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param(1.0, [[1.0, 1.0]], id="scalar for array"),
        pytest.param([], [1.0], id="empty for full"),
        pytest.param([[1.0]], [1.0], id="column for vector"),
        pytest.param([float("nan")], [1.0], id="NaN"),
        pytest.param([float("nan")], [float("nan")], id="NaN for NaN"),
        pytest.param([True], [1.0], id="bool"),
        pytest.param([1], [1.0], id="integer"),
    ],
)
def test_nothing_matches_by_accident(actual: object, expected: object) -> None:
    with pytest.raises(Mismatch):
        assert_close(np.array(actual), np.array(expected))
