"""Where candidates run: many in one worker, one after the other, each a fresh module.

What a candidate does to its process may show in the next, so passing here is no verdict: it says
which candidate is worth a fresh worker.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from ..contents.course import TREE
from ..sandbox.local import LocalLink
from ..submission.servers import Server
from ..submission.workers import Crashed, Overdue, Worker
from ..wire.answers import MAX_LINE, MAX_LINES
from .run import ClosingLink

RENEW_SECONDS = 1.0  # for a worker to begin again
AT_MOST = 400  # candidates in one worker, for what they leave behind

Files = Mapping[str, tuple[str, bytes]]


class RenewableLink(ClosingLink, Protocol):
    """A link to a process that can begin again with other sources."""

    def renew(self, files: Files, traced: str, seconds: float) -> object: ...


class Bench:
    """A place to try one source after another."""

    def __init__(
        self, start: Callable[[Files], RenewableLink], module: str, files: Files, is_local: bool
    ) -> None:
        """files: what a source may import, the learner's module among them.

        start: a process with files in it; is_local: whether that is this one.
        """
        self.is_local = is_local
        self._start = start
        self._module = module
        self._files = dict(files)
        self._path = files[module][0]
        self._kept: RenewableLink | None = None
        self._runs = 0

    def link(self, source: bytes, traced: bool = False) -> ClosingLink:
        """To this source in place of the learner's. traced: note which lines of it run."""
        files = {self._module: (self._path, source)}
        path = self._path if traced else ""
        if self._kept and self._runs < AT_MOST:
            with suppress(Crashed, Overdue):
                self._kept.renew(files, path, RENEW_SECONDS)
                self._runs += 1
                return _Borrowed(self._kept, self.close)
        self.close()
        self._kept = self._start(self._files)
        self._kept.renew(files, path, RENEW_SECONDS)
        return _Borrowed(self._kept, self.close)

    def lines(self) -> set[int]:
        """The lines that ran since the last link was asked for, which was traced."""
        if not self._kept:
            return set()
        with suppress(Crashed, Overdue):
            noted = self._kept.renew({}, "", RENEW_SECONDS)
            some = noted[:MAX_LINES] if isinstance(noted, list) else []
            return {line for line in some if type(line) is int and 0 < line <= MAX_LINE}
        self.close()
        return set()

    def fresh(self, source: bytes) -> ClosingLink:
        """To this source in a process that nothing has run in yet."""
        return self._start({**self._files, self._module: (self._path, source)})

    def close(self) -> None:
        """End the process; the next link takes another."""
        self._runs = 0
        kept, self._kept = self._kept, None
        if kept:
            kept.close()


def in_workers(
    server: Server, module: str, files: Files, outside: Mapping[str, Any] | None = None
) -> Bench:
    """Workers that are confined, each for some hundreds of candidates."""

    def start(sources: Files) -> Worker:
        worker = Worker(server)
        worker.load(TREE, sources, outside or {})
        return worker

    return Bench(start, module, files, is_local=False)


def in_process(module: str, files: Files) -> Bench:
    """This process: for code of our own."""
    return Bench(LocalLink, module, files, is_local=True)


class _Borrowed:
    """A link to a process that stays for the next candidate unless this one has broken it."""

    def __init__(self, kept: RenewableLink, let_go: Callable[[], None]) -> None:
        self._kept = kept
        self._let_go = let_go
        self._broken = False

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        try:
            return self._kept.exchange(frame, answer_callback, seconds)
        except BaseException:
            self._broken = True
            raise

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        if self._broken:
            self._let_go()
