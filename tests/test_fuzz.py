"""Whatever a worker sends, from its bytes to the report that people read: never an exception.

Answers are valid ones with hostile details, or recorded ones that were damaged. Each goes the whole
way: read, compared, explained, kept and compared for diagnosis, shown in every format. What is
allowed is a failure of the submission and a mismatch, nothing else; and no message may cost more
than a tenth of a second or a hundred megabytes. `nox -s fuzz` does this for an hour.
"""

import gc
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import msgpack
import numpy as np
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings

from grader.contents.course import Course
from grader.expect import (
    Mismatch,
    assert_close,
    assert_in_range,
    assert_shape,
    assert_steps,
    assert_unchanged,
    unpack,
)
from grader.judge.explain import Names, explain
from grader.report import verdict as reports
from grader.report.failure import Failure
from grader.report.page import Extra, page
from grader.report.screen import Screen
from grader.report.verdict import ExerciseReport, NamedMistake, PartReport, Report
from grader.sandbox.local import LocalLink
from grader.submission.budget import MESSAGE, Budget
from grader.submission.frozen import alike, freeze
from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission, transcript
from grader.submission.record import forget_values
from grader.words.show import kind, show

PROPERTIES = 3
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))  # in all; 0: a few examples of each
SLOWEST = 0.1  # seconds of computing for one message
LARGEST = 100 << 20  # bytes
CALIBRATION = 0.01  # seconds that `_pace` takes on the machine that SLOWEST is meant for
SOURCE = b"""
import numpy as np

class Net:
    def __init__(self, *args): self.params = {"W": np.ones((2, 2)), "b": [1, 2.0]}
    def update(self, params, grads): params["W"] -= 1; params["n"] = self; return params
    def loss(self, x): raise ValueError("bad " + "x" * 50)

def double(x, f=None): return 2 * x if f is None else f(x)
def parts(x): return x, [1, (2.0, None)], {"a": True, 1: 1j}, "text", 1 << 80, np.float32(3)
"""


def fuzz(prove: Callable[..., None], count: int, *strategies: st.SearchStrategy[Any]) -> None:
    """Try a property with so many examples; by `nox -s fuzz` again and again for its time."""
    until = time.monotonic() + SECONDS / PROPERTIES
    limits = settings(
        max_examples=1000 if SECONDS else count,
        derandomize=not SECONDS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    while True:
        limits(given(*strategies)(prove))()
        if time.monotonic() >= until:
            break


# Trees: what msgpack can say, near to what a worker says

SMALL = st.integers(-2, 6)
ODD_INTS = st.sampled_from([-(1 << 63), (1 << 64) - 1, 1 << 31, 1 << 62, 10**9, -1, 0, True, False])
ODD_FLOATS = st.sampled_from([float("nan"), float("inf"), -0.0, 1e308, 5e-324, 1e16])
ODD_TEXTS = st.sampled_from(
    ["", "\x1b[31m", "a\nb", "\u2028", "\u202e", "x" * 3000, "0x" + "f" * 900, "__class__"]
)
LEAVES = (
    st.none() | st.booleans() | SMALL | ODD_INTS | ODD_FLOATS | ODD_TEXTS | st.text(max_size=4)
    | st.floats() | st.binary(max_size=8)
)  # fmt: skip
CODES = st.sampled_from(
    ["<f8", "<f8", "<i8", "|b1", "<c16", "<f2", "|u1", ",f8", ">f8", "<f16", "|O8", "f8,f8", "<M8"]
)
SHAPES = st.sampled_from([[], [0], [2], [2, 2], [0, 1 << 40], [1 << 62, 4], [-1], [True], [1.0], 2])


def array(code: str, shape: Any, fill: bytes, exact: bool) -> Any:
    """An array, with as much data as it says or not."""
    with suppress(TypeError, ValueError, SyntaxError, MemoryError, OverflowError):
        count = int(np.prod([int(n) for n in shape])) * np.dtype(code).itemsize
        if exact and 0 <= count <= 1 << 16:
            fill = (fill * count)[:count] if fill else bytes(count)
    return ["array", code, shape, fill]


def tagged(*tags: str) -> st.SearchStrategy[str]:
    return st.sampled_from(tags)


ARRAYS = st.builds(array, CODES, SHAPES, st.binary(max_size=16), st.booleans())
TREES = st.recursive(
    LEAVES
    | ARRAYS
    | ARRAYS.map(lambda tree: ["scalar", *tree[1:]])
    | st.builds(lambda n: ["known", n], SMALL | ODD_INTS)
    | st.builds(lambda n, name: ["object", n, name], SMALL | ODD_INTS, st.just("Net") | LEAVES)
    | st.builds(lambda a, b: ["complex", a, b], ODD_FLOATS | LEAVES, ODD_FLOATS)
    | st.builds(lambda n: ["int", hex(n)], st.integers(-(1 << 200), 1 << 200))
    | st.builds(lambda n: ["int", n], LEAVES),
    lambda inner: (
        st.builds(lambda tag, body: [tag, *body], tagged("list", "tuple"), st.lists(inner))
        | st.builds(
            lambda pairs: ["dict", *(part for pair in pairs for part in pair)],
            st.lists(st.tuples(LEAVES, inner), max_size=4),
        )
        | st.builds(lambda n, body: ["new", n, body], st.integers(-1, 30), inner)
        | st.builds(
            lambda tag, body: [tag, *body],
            tagged("namespace", "callback", "generator", "pickle", "dict", "new", "int", "array"),
            st.lists(inner, max_size=3),
        )
        | st.lists(inner, max_size=3)
        | st.builds(lambda item, count: ["list", *[item] * count], inner, st.sampled_from([3, 400]))
    ),
    max_leaves=12,
)
NAMES = st.just("double") | TREES
ANSWERS = (
    st.builds(lambda tree: ["tuple", "value", tree], TREES)
    | st.builds(lambda name, near: ["tuple", "missing", name, near], NAMES, TREES)
    | st.builds(lambda near: ["tuple", "missing", "x", ["list", *near]], st.lists(NAMES))
    | st.builds(
        lambda kinds, text, places: [
            "tuple", "raised", ["list", *kinds], text,
            ["list", *(["list", *place] for place in places)],
        ],
        st.lists(NAMES, min_size=1, max_size=3),
        TREES,
        st.lists(st.tuples(st.just("a/b.py") | LEAVES, SMALL | LEAVES, SMALL | LEAVES), max_size=3),
    )
    | st.builds(lambda text: ["tuple", "unfit", text], TREES)
    | st.builds(
        lambda tag, rest: [tag, *rest], tagged("tuple", "list"), st.lists(TREES, max_size=4)
    )
)  # fmt: skip
CHANGES = st.lists(st.tuples(SMALL, TREES).map(list), max_size=2)


def packed(tree: Any, changes: Any = ()) -> bytes:
    """A message, or none at all where msgpack itself refuses."""
    try:
        frame: bytes = msgpack.packb([[], list(changes), tree])
    except (ValueError, OverflowError):
        return b""
    return frame


# The whole way


class Forger:
    """A link to a worker that asks and answers what it likes."""

    def __init__(self, frames: Sequence[bytes], questions: Sequence[bytes]) -> None:
        self._frames = [packed(["tuple", "value", None]), *frames]
        self._questions = questions

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        if len(self._frames) > 1:
            return self._frames.pop(0)
        for question in self._questions:
            answer_callback(question)
        return self._frames[0]


def _pace() -> float:
    started = time.thread_time()
    total = 0
    for number in range(200_000):
        total += number
    return time.thread_time() - started


REFERENCE = SimpleNamespace(double=lambda x, f=None: x, Net=SimpleNamespace(update=len), parts=len)
EXPECTED = (2.0, 3, np.array([2.0, 2.0]), [1.0, (2, 3)], {"W": np.ones((2, 2))}, 1j, 1 << 80, True)


def checks(value: Any) -> list[Callable[[], Any]]:
    """All that a suite may say of a value."""
    return [
        *(lambda expected=expected: assert_close(value, expected) for expected in EXPECTED),
        lambda: assert_in_range(value, -1.0, 1.0),
        lambda: assert_shape(value, (2, 2)),
        lambda: assert_unchanged(value, np.ones((2, 2)), "x"),
        lambda: assert_steps(value, {"W": np.ones(2)}, {"W": "the first"}),
        lambda: unpack(value, "a", "b"),
    ]


def judged(submission: Submission, value: Any) -> list[Failure]:
    """What is told of every check that a value does not pass."""
    names, messages = Names(REFERENCE), []
    for check in checks(value):
        try:
            check()
        except (Mismatch, SubmissionFailure) as error:
            messages.append(explain(error, transcript(submission), names))
    messages.append(explain(TypeError("x"), transcript(submission), names))
    assert len(show(value)) < 20_000 and len(kind(value)) < 500
    frozen = freeze(value, Budget().hold)
    assert alike(frozen, freeze(value)) in (True, False)
    for other in EXPECTED:
        alike(frozen, other)
        alike(freeze(other), frozen)
    return messages


def of_the_suite(x: Any) -> Any:
    return 0.5 * x**2 + np.sum(x) if isinstance(x, np.ndarray) else [*x] * 2


def grade(
    frames: Sequence[bytes], questions: Sequence[bytes] = (), calls: int = 3
) -> list[Failure]:
    """What a learner reads of a worker that sends these frames, the last one again and again."""
    link, names = Forger(frames, questions), Names(REFERENCE)
    params = {"W": np.ones((2, 2)), "list": [1.0, [2.0]]}
    submission = Submission(link, "a.b", Manners(), deadline=1.0)
    messages: list[Failure] = []
    for call in (
        lambda: submission.double(np.ones(2), of_the_suite),
        lambda: submission.Net(2).update(params, grads={"W": params["W"]}),
        lambda: submission.parts(params).params,
    )[:calls]:
        try:
            messages += judged(submission, call())
        except (SubmissionFailure, TypeError, AttributeError) as error:
            messages.append(explain(error, transcript(submission), names))
    for call in transcript(submission):
        assert alike(call.answer, call.answer) in (True, False)
    forget_values(transcript(submission))
    return messages


def read(frame: bytes) -> list[Failure]:
    """Take an answer in, and nothing else."""
    with suppress(SubmissionFailure):
        Submission(Forger([frame], ()), "a.b", Manners(), deadline=1.0).double(1.0)
    return []


COURSE = Course.load(ROOT)


def shown_everywhere(messages: list[Failure]) -> None:
    """Put messages into a report, and the report into every format."""
    part = PartReport("Part", 1.0)
    for failure in messages:
        test = reports.TestReport("test", "failed", "printed", 0.0, failure)
        assert "\x1b" not in test.message and len(test.message) < 4 * MESSAGE
        part.tests.append(test)
    exercise = ExerciseReport(
        "losses/one_hot", "One", "failed", "", len(messages), "p", parts=[part], max_score=1.0,
        mistakes=[NamedMistake("name", "feedback")],
    )  # fmt: skip
    report = Report(2, "t", "submission", 0.0, 1.0, 1.0, "none", 0, "3", "2", [exercise])
    json.loads(report.to_json())
    assert "\x1b" not in Screen().text(report)
    page(COURSE, report, {exercise.name: Extra("")}, "now")


def quickly(work: Callable[[], list[Failure]], seconds: float) -> list[Failure]:
    """Do it, and see that it was quick. It is tried again before it counts as slow."""
    gc.collect()
    gc.freeze()  # a judge has no other tests' objects to go through
    for _ in range(8):
        started = time.thread_time()
        messages = work()
        took = time.thread_time() - started
        took /= max(1.0, _pace() / CALIBRATION)  # now, because others use this processor too
        if took < seconds:
            break
    gc.unfreeze()
    assert took < seconds, took
    return messages


def growth(work: Callable[[], object]) -> int:
    """By how many bytes this process was larger while it did something (Linux only, else 0)."""
    status = Path("/proc/self/status")
    if not status.exists():
        work()
        return 0
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins at what is held now
    sizes = []
    for step in (lambda: None, work):
        step()
        sizes += re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())
    return 1024 * (int(sizes[1]) - int(sizes[0]))


def whole_way(frames: list[bytes], questions: list[bytes]) -> None:
    messages = len(frames) + len(questions) + 3
    shown_everywhere(quickly(lambda: grade(frames, questions), messages * SLOWEST))


FRAMES = st.builds(packed, ANSWERS, CHANGES)
QUESTIONS = st.builds(
    lambda number, args, kwargs, changes: packed(["tuple", number, args, kwargs], changes),
    st.just(0) | TREES,
    st.lists(TREES, max_size=2).map(lambda items: ["tuple", *items]) | TREES,
    st.just(["dict"]) | TREES,
    CHANGES,
)


@pytest.mark.timeout(SECONDS + 120)
def test_answers_with_hostile_details() -> None:
    fuzz(whole_way, 10, st.lists(FRAMES, min_size=1, max_size=4), st.just([]))


@pytest.mark.timeout(SECONDS + 120)
def test_questions_with_hostile_details() -> None:
    honest = packed(["tuple", "value", 1.0])
    fuzz(whole_way, 10, st.just([honest]), st.lists(QUESTIONS, min_size=1, max_size=3))


class Recorder:
    """A link that keeps what an honest worker sends."""

    def __init__(self) -> None:
        self._link = LocalLink({"a.b": ("a/b.py", SOURCE)})
        self.answers: list[bytes] = []
        self.questions: list[bytes] = []

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        def answer(question: bytes) -> bytes:
            self.questions.append(question)
            return answer_callback(question)

        self.answers.append(self._link.exchange(frame, answer, seconds))
        return self.answers[-1]


def recorded() -> Recorder:
    link = Recorder()
    submission = Submission(link, "a.b", Manners(), deadline=1.0)
    params = {"W": np.ones((2, 2)), "list": [1.0, [2.0]]}
    submission.double(np.ones(2), lambda x: 0.5 * x**2)
    submission.Net(2).update(params, grads={"W": params["W"]})
    assert submission.Net(2).params["b"] == [1, 2.0]
    submission.parts(params)
    for call in (lambda: submission.Net(2).loss(1.0), lambda: submission.doubl(2)):
        with pytest.raises(SubmissionFailure):
            call()
    return link


HONEST = recorded()
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255), st.integers(0, 3)), max_size=4)


def damaged(frame: bytes, damage: list[tuple[float, int, int]]) -> bytes:
    """A frame with some bytes replaced, inserted, removed or repeated."""
    changed = bytearray(frame)
    for where, value, how in damage:
        at = int(where * max(len(changed) - 1, 0))
        changed[at : at + (how != 1)] = [[value], [value], [], changed[at : at + 9] * 2][how]
    return bytes(changed)


@pytest.mark.timeout(SECONDS + 120)
def test_damaged_answers_and_questions() -> None:
    fuzz(
        whole_way,
        10,
        st.lists(
            st.builds(damaged, st.sampled_from(HONEST.answers), DAMAGE), min_size=1, max_size=4
        ),
        st.lists(st.builds(damaged, st.sampled_from(HONEST.questions), DAMAGE), max_size=2),
    )


# The largest that there is of each kind

MANY = 24_900
TEXT = "\u0301" * 400
LARGEST_FORMS = {
    "a shared list": ["new", 1, ["list", *[1.0] * MANY]],
    "a dict": ["new", 1, ["dict", *(part for n in range(MANY) for part in (n, 1.0))]],
    "long keys": ["dict", *(part for n in range(9000) for part in (f"{n}{TEXT}", 1))],
    "long texts": ["list", *[TEXT * 20] * 480],
    "one text": TEXT * 9000,
    "empty lists": ["list", *[["list"]] * 19_900],
    "shared arrays": [
        "list",
        *(["new", 2 * n + 1, ["array", "<f8", [1], bytes(8)]] for n in range(4900)),
    ],
    "integers": ["list", *[["int", hex(1 << 4000)]] * 7700],
    "references": [
        "list",
        ["new", 1, ["array", "<f8", [200], bytes(1600)]],
        *[["known", 1]] * 14_900,
    ],
    "bools": ["array", "|b1", [8_000_000], bytes(8_000_000)],
    "lists of lists": ["list", *[["list", *[["list", *[TEXT] * 24]] * 24]] * 12],
    "places": [["list", TEXT, 1, 1]] * 8000,
    "announced": None,
}


@pytest.mark.parametrize("what", LARGEST_FORMS)
def test_the_largest_of_its_kind(what: str) -> None:
    tree = LARGEST_FORMS[what]
    answer = packed(["tuple", "value", tree])
    if what == "places":
        answer = packed(["tuple", "raised", ["list", "E"], "", ["list", *tree]])
    elif what == "announced":
        answer = b"\x93\x90\x90" + b"\xdd\x00\x01\x86\xa1" * 60_000
    quickly(lambda: read(answer), SLOWEST)
    # Besides, it is compared, explained and kept as by a dozen tests.
    shown_everywhere(quickly(lambda: grade([answer], calls=1), 4 * SLOWEST))
    assert growth(lambda: grade([answer], calls=1)) < LARGEST
