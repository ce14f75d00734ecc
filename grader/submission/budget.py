"""What the judge spends on a submission, and the limits of it.

Every message is bounded in itself; what many of them cost together is bounded here, for all tests
of an exercise. Whatever a submission makes the judge do draws on it: reading and answering,
comparing, copies that are kept, texts that are shown. Honest submissions need a hundredth of it.

When computing time or expanded bytes are used up, the rest of the exercise is left out, like that
of a submission which is too slow. When copies or texts are, no more of these are kept.
"""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

CPU_SECONDS = 8.0  # of the judge
EXPANDED = 8 << 30  # bytes of values, to one who walks through them, again at each message
HELD = 32 << 20  # bytes of copies that diagnosis compares later
MESSAGE = 10_000  # characters of one test's message
PRINTED = 21_000  # characters of what one test printed, which are cut at 20,000 bytes before
SHOWN = 200_000  # characters of both, of all tests
MEMORY = 512 << 20  # bytes that the judge may map besides what it has

USED_UP = "Your code made the grader compute too much for it: the rest of the tests is left out."
CUT = "\n… (the rest is left out)"


class UsedUp(Exception):
    """A submission has cost more than any honest one."""


class Budget:
    """The means that are left for one exercise."""

    def __init__(self) -> None:
        self._seconds = CPU_SECONDS
        self._expanded = EXPANDED
        self._held = HELD
        self._shown = SHOWN
        self._since: float | None = None

    def start(self) -> None:
        """From here on this thread computes for the submission."""
        self._since = time.thread_time()

    def stop(self) -> None:
        """Until here it did."""
        if self._since is not None:
            self._seconds -= time.thread_time() - self._since
            self._since = None

    def check(self) -> None:
        """Raises UsedUp."""
        if self._since is not None:
            now = time.thread_time()
            self._seconds -= now - self._since
            self._since = now
        if self._seconds < 0 or self._expanded < 0:
            raise UsedUp

    def expand(self, size: int) -> None:
        """Count a value of so many bytes. Raises UsedUp."""
        self._expanded -= size
        self.check()

    def hold(self, size: int) -> bool:
        """Whether so many more bytes may be kept until the exercise is done."""
        self._held -= size
        return self._held >= 0

    def text(self, text: str, most: int) -> str:
        """As much of a text as the report has room for; most: characters of this one."""
        limit = max(min(most, self._shown), 0)
        self._shown -= min(len(text), limit)
        return text if len(text) <= limit else text[:limit] + CUT


@contextlib.contextmanager
def limited_memory(size: int = MEMORY) -> Iterator[None]:
    """Let this process map no more than this many bytes besides what it has mapped already.

    What goes beyond that is a MemoryError inside, and nothing outside. Does nothing where the
    system does not say how much is mapped.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        before, most = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, OSError):
        yield
        return
    limit = pages * resource.getpagesize() + size
    if before != resource.RLIM_INFINITY:
        limit = min(limit, before)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))
