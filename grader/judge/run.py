"""One test of a suite against one submission: what grading, diagnosis and certify all do."""

import contextlib
import io
import signal
import time
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Protocol

import numpy as np

from ..contents.handin import Files
from ..sandbox.local import LocalLink
from ..submission.manners import Manners, SubmissionFailure
from ..submission.module import Link, Submission, transcript
from ..submission.record import Call
from .pristine import restore_constants
from .suites import SuiteTest

TEST_SECONDS = 120.0  # after which the judge's own side of a test counts as hanging
TRIAL_SECONDS = 5.0  # the same for a source of our own


class ClosingLink(Link, Protocol):
    """A link that one test uses up."""

    def printed(self) -> str: ...

    def close(self) -> None: ...


Around = Callable[[ClosingLink], ClosingLink]  # a link with another one in it


class Hanging(BaseException):
    """A test that does not end; not an Exception, so that no suite swallows it by habit."""


@dataclass
class Run:
    """What came of a test: the calls that it made, what was printed, how it failed if it did."""

    calls: list[Call] = field(default_factory=list)
    error: BaseException | None = None
    printed: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return self.error is None


def run_test(
    test: SuiteTest,
    module: str,
    link: ClosingLink,
    reference: object,
    seed: int,
    manners: Manners | None = None,
    seconds: float = TEST_SECONDS,
    settings: Mapping[str, Any] | None = None,
    of_cpu: bool = False,
) -> Run:
    """Run a test with the module behind a link as its submission; the link is closed.

    manners: what the exercise's other tests have taught; seconds: for the whole test; settings:
    for the calls, in place of the part's own; of_cpu: only what this process computes counts.
    """
    restore_constants(test.module)
    run, manners = Run(), manners or Manners()
    submission: Submission | None = None
    started = time.perf_counter()
    try:
        with _unwarned(), _time_limit(seconds, of_cpu):
            given: dict[str, object] = {"reference": reference, "rng": generator(test, seed)}
            chosen = {**call_settings(test.part), **(settings or {})}
            submission = Submission(link, module, manners, **chosen)
            values = {**given, **test.parameters, "submission": submission}
            arguments = {name: values[name] for name in test.asks_for}
            getattr(test.part(), test.method)(**arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's own outcomes are no Exceptions
        run.error = error
    finally:
        manners.budget.stop()
        run.printed = link.printed()
        link.close()
        run.seconds = time.perf_counter() - started
    if submission:
        run.calls = transcript(submission)
    return run


def try_source(
    test: SuiteTest,
    module: str,
    files: Files,
    reference: object,
    seed: int,
    around: Around = lambda link: link,
) -> Run:
    """Run a test with a source of our own, files[module], in this process.

    around: makes the link that the test is given from the one to the source.

    Diagnosis and certify try thousands of known mistakes and mutants; a worker for each would take
    minutes. The same wire stands between suite and source, so both see what a worker's would.
    """
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        np.errstate(all="ignore"),
    ):
        link = around(LocalLink(files))
        run = run_test(test, module, link, reference, seed, seconds=TRIAL_SECONDS, of_cpu=True)
    return run


def generator(test: SuiteTest, seed: int) -> np.random.Generator:
    """A test's own generator."""
    return np.random.default_rng([seed, zlib.crc32(test.identity.encode())])


def call_settings(part: type) -> dict[str, Any]:
    """What a part asks for its calls: deadline in seconds, errstate as for numpy.errstate."""
    return {name: getattr(part, name) for name in ("deadline", "errstate") if hasattr(part, name)}


def is_submissions(error: BaseException) -> bool:
    """Whether a failure is of the kinds that only a submission causes."""
    return isinstance(error, SubmissionFailure | AssertionError)


@contextlib.contextmanager
def _unwarned() -> Iterator[None]:
    """No warnings on the screen of what a suite's own functions make of odd arguments."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _time_limit(seconds: float, of_cpu: bool) -> Iterator[None]:
    """Break into what does not end (only where there are signals, and in the main thread)."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        raise Hanging(f"the test did not end within {seconds:g} s")

    try:
        # What runs in this process counts by what it computes: a busy machine is no hanging test.
        number = signal.SIGPROF if of_cpu else signal.SIGALRM
        timer = signal.ITIMER_PROF if of_cpu else signal.ITIMER_REAL
        before = signal.signal(number, interrupt)
    except (AttributeError, ValueError):
        yield
        return
    left, _ = signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, left)
        signal.signal(number, before)
