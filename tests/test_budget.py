"""Plain values cross, suites speak for themselves, and what a submission costs has an end."""

import sys
from typing import Any

import numpy as np
import pytest

from grader.sandbox.local import LocalLink
from grader.submission import budget as budgets
from grader.submission.budget import CUT, Budget, limited_memory
from grader.submission.handles import Handle
from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission, transcript

SOURCE = """
import numpy as np
from types import SimpleNamespace

class Thing:
    def __init__(self): self.params = {"W": np.ones(2)}
    def sum(self, *args, **kwargs): return 5.0
    __array_interface__ = {"shape": (1,), "typestr": "<f8", "data": (8, False), "version": 3}
    def __array__(self, *args, **kwargs): return np.ones(2)

def propagates(f): return f(np.ones(1))
def catches(f):
    try: f(np.ones(1))
    except Exception: return 1.0
def rewraps(f):
    try: f(np.ones(1))
    except Exception as error: raise KeyError("mine") from error
def hands_over(f, *args): return f(*args)
def hands_over_itself(f): return f(Thing())
def namespace(): return SimpleNamespace(__array_interface__=Thing.__array_interface__, shape=(1,))
"""


def submission(manners: Manners | None = None) -> Submission:
    link = LocalLink({"a.b": ("a/b.py", SOURCE.encode())})
    return Submission(link, "a.b", manners or Manners(), deadline=5.0)


@pytest.mark.parametrize("way", ["propagates", "catches", "rewraps"])
def test_what_a_suite_asserts_in_a_callback_is_what_the_learner_reads(way: str) -> None:
    def f(x: Any) -> float:
        assert x.ndim == 2, "Call f with a whole batch."
        return 1.0

    with pytest.raises(AssertionError, match="Call f with a whole batch"):
        getattr(submission(), way)(f)


def test_a_method_is_looked_up_once_in_a_test() -> None:
    class Counted(LocalLink):
        exchanges = 0

        def exchange(self, *request: Any) -> bytes:
            self.exchanges += 1
            return super().exchange(*request)

    link = Counted({"a.b": ("a/b.py", SOURCE.encode())})
    thing = Submission(link, "a.b", Manners(), deadline=5.0).Thing()
    before = link.exchanges
    assert [thing.sum() for _ in range(3)] == [5.0] * 3
    assert link.exchanges == before + 4
    assert [list(thing.params) for _ in range(2)] == [["W"]] * 2  # attributes are live
    assert link.exchanges == before + 6
    thing.sum = 1.0  # as many assign a result to what computes it
    with pytest.raises(SubmissionFailure, match="'float' object is not callable"):
        thing.sum()


LARGE = {
    "a long list": [0.0] * 20_000,
    "long texts": ["x" * 9_000] * 2,
    "a huge integer": 1 << 80,
    "long keys": {"x" * 20_000: 1},
}


@pytest.mark.parametrize("what", LARGE)
def test_a_suites_function_never_meets_what_is_larger_than_it_needs(what: str) -> None:
    met: list[Any] = []
    with pytest.raises(SubmissionFailure, match="called one of the suite's functions with"):
        submission().hands_over(met.append, LARGE[what])
    assert not met


NUMPY = (np.asarray, np.sum, np.shape, np.mean, np.isfinite, lambda h: np.ones(2) + h, np.float64)


@pytest.mark.parametrize("made", ["Thing", "namespace"])
def test_an_object_of_a_submission_is_nothing_to_numpy(made: str) -> None:
    ours = submission()
    thing = getattr(ours, made)()
    assert isinstance(thing, Handle)
    calls = len(transcript(ours))
    for function in NUMPY:
        with pytest.raises((SubmissionFailure, TypeError)):
            function(thing)
    for protocol in (float, len, iter, memoryview, range, bytes):
        with pytest.raises(TypeError):
            protocol(thing)
    assert len(transcript(ours)) == calls  # nothing of it reached the submission
    assert not np.array_equal(np.ones(1), np.ones(2)) and thing == thing and thing != 1


def test_in_a_callback_as_well() -> None:
    with pytest.raises(SubmissionFailure, match="An object of your class Thing") as failed:
        submission().hands_over_itself(lambda x: float(np.sum(x)))
    assert not failed.value.kind  # the grader's own sentence, and no exception of the submission's


@pytest.mark.parametrize(("limit", "few"), [("CPU_SECONDS", 0.0), ("EXPANDED", 3_000_000)])
def test_a_used_up_budget_ends_the_exercise(
    limit: str, few: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, limit, few)
    manners, messages = Manners(), []
    for _ in range(4):
        with pytest.raises(SubmissionFailure) as failed:
            ours = submission(manners)
            for _ in range(50):
                ours.hands_over(lambda x: x, np.ones(10_000))
        assert failed.value.outcome == "timeout"
        messages.append(str(failed.value))
    assert set(messages) == {budgets.USED_UP}


def test_copies_that_find_no_room_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "HELD", 1_000_000)
    ours = submission()
    for _ in range(10):
        ours.hands_over(lambda x: x, [np.ones(20_000)] * 2)
    kept = [call.answer is not None for call in transcript(ours)]
    assert kept[0] and not kept[-1]


def test_texts_have_an_end() -> None:
    budget = Budget()
    told = [budget.text("x" * 15_000, 10_000) for _ in range(40)]
    assert told[0] == "x" * 10_000 + CUT
    assert sum(map(len, told)) <= budgets.SHOWN + 40 * len(CUT)
    assert Budget().text("short", 10) == "short"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much is mapped")
def test_the_judge_cannot_fill_the_machine() -> None:
    with limited_memory(64 << 20):
        with pytest.raises(MemoryError):
            bytearray(128 << 20)
        assert len(bytearray(1 << 20)) == 1 << 20
    assert len(bytearray(128 << 20)) == 128 << 20
