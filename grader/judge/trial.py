"""One test of a suite against a source of our own, in this process and without pytest's protocol.

Diagnosis and certify try thousands of known mistakes and mutants; a worker for each would take
minutes. The same wire stands between suite and source, so both see what a worker's would.
"""

import contextlib
import io
import signal
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any, Protocol

import numpy as np
import pytest

from ..sandbox.local import LocalLink
from ..submission.module import Link, Manners, Submission, transcript
from ..submission.record import Call
from .pristine import restore_constants

TRIAL_SECONDS = 5.0  # after which a trial counts as hanging

Files = dict[str, tuple[str, bytes]]


class ClosingLink(Link, Protocol):
    """A link that one trial uses up."""

    def close(self) -> None: ...


class Hanging(BaseException):
    """A trial that does not end; not an Exception, so that no source swallows it by habit."""


@dataclass
class Trial:
    """What came of it: the calls that were made, and how the test failed, None if it passed."""

    calls: list[Call]
    error: BaseException | None

    @property
    def passed(self) -> bool:
        return self.error is None


def seeded(item: pytest.Item, seed: int) -> np.random.Generator:
    """A test's own generator."""
    return np.random.default_rng([seed, zlib.crc32(item.nodeid.encode())])


def call_settings(part: type) -> dict[str, Any]:
    """What a part asks for its calls: deadline in seconds, errstate as for numpy.errstate."""
    return {name: getattr(part, name) for name in ("deadline", "errstate") if hasattr(part, name)}


def try_test(
    item: pytest.Function,
    module: str,
    files: Files,
    reference: Any,
    seed: int,
    link: ClosingLink | None = None,
) -> Trial:
    """Run a test of a suite with files[module] as the submission, here or behind a link."""
    restore_constants(item.module)
    link = link or LocalLink(files)
    submission: Submission | None = None
    error: BaseException | None = None
    try:
        with _quiet(), _time_limit(TRIAL_SECONDS):
            submission = Submission(link, module, Manners(), **call_settings(item.cls))
            given = {"submission": submission, "reference": reference, "rng": seeded(item, seed)}
            values = {**given, **(item.callspec.params if hasattr(item, "callspec") else {})}
            arguments = {name: values[name] for name in item._fixtureinfo.argnames}
            getattr(item.cls(), item.originalname)(**arguments)
    except (Exception, Hanging) as caught:
        error = caught
    finally:
        link.close()
    return Trial(transcript(submission) if submission else [], error)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Break into a loop that does not end (only where there are signals)."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        raise Hanging

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)  # pytest-timeout's, which guards the judge
        signal.signal(signal.SIGALRM, before)
