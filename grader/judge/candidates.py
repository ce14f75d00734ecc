"""Where candidates run: many in one worker, one after the other, each a fresh module.

What a candidate does to its process may show in the next, so passing here is no verdict: it says
which candidate is worth a fresh worker.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from ..contents.course import TREE
from ..sandbox.lines import Lines
from ..sandbox.local import LocalLink
from ..submission.processes import Crashed, Overdue, Server, Worker
from ..wire.answers import MAX_LINE, MAX_LINES
from .run import ClosingLink

RENEW_SECONDS = 1.0  # for a worker to begin again
AT_MOST = 400  # candidates in one worker, for what they leave behind

Files = Mapping[str, tuple[str, bytes]]


class Bench(Protocol):
    """A place to try one source after another."""

    def link(self, source: bytes, traced: bool = False) -> ClosingLink:
        """To this source in place of the learner's. traced: note which lines of it run."""
        ...

    def lines(self) -> set[int]:
        """The lines that ran since the last link was asked for, which was traced."""
        ...

    def fresh(self, source: bytes) -> ClosingLink:
        """To this source in a process that nothing has run in yet."""
        ...

    def close(self) -> None: ...


class WorkerBench:
    """Workers that are confined, each for some hundreds of candidates."""

    def __init__(
        self, server: Server, module: str, files: Files, outside: Mapping[str, Any] | None = None
    ) -> None:
        """files, outside: what a worker may import, the learner's module among the files."""
        self._server = server
        self._module = module
        self._files = dict(files)
        self._outside = outside or {}
        self._path = files[module][0]
        self._worker: Worker | None = None
        self._runs = 0

    def link(self, source: bytes, traced: bool = False) -> ClosingLink:
        files = {self._module: (self._path, source)}
        path = self._path if traced else ""
        if self._worker and self._runs < AT_MOST:
            with suppress(Crashed, Overdue):
                self._worker.renew(files, path, RENEW_SECONDS)
                self._runs += 1
                return _Borrowed(self._worker, self._let_go)
        self._let_go()
        self._worker = self._start(self._files)
        self._worker.renew(files, path, RENEW_SECONDS)
        return _Borrowed(self._worker, self._let_go)

    def lines(self) -> set[int]:
        if not self._worker:
            return set()
        with suppress(Crashed, Overdue):
            noted = self._worker.renew({}, "", RENEW_SECONDS)
            some = noted[:MAX_LINES] if isinstance(noted, list) else []
            return {line for line in some if type(line) is int and 0 < line <= MAX_LINE}
        self._let_go()
        return set()

    def fresh(self, source: bytes) -> ClosingLink:
        return self._start({**self._files, self._module: (self._path, source)})

    def close(self) -> None:
        self._let_go()

    def _start(self, files: Files) -> Worker:
        worker = self._server.fork()
        worker.load(TREE, files, self._outside)
        return worker

    def _let_go(self) -> None:
        self._runs = 0
        worker, self._worker = self._worker, None
        if worker:
            worker.close()


class _Borrowed:
    """A link to a worker that stays for the next candidate unless this one has broken it."""

    def __init__(self, worker: Worker, let_go: Callable[[], None]) -> None:
        self._worker = worker
        self._let_go = let_go
        self._broken = False

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        try:
            return self._worker.exchange(frame, answer_callback, seconds)
        except BaseException:
            self._broken = True
            raise

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        if self._broken:
            self._let_go()


class LocalBench:
    """This process: for code of our own."""

    def __init__(self, module: str, files: Files) -> None:
        self._module = module
        self._files = dict(files)
        self._path = files[module][0]
        self._lines = Lines()

    def link(self, source: bytes, traced: bool = False) -> ClosingLink:
        self._lines.stop()
        self._lines = Lines(self._path if traced else "")
        return self.fresh(source)

    def lines(self) -> set[int]:
        return set(self._lines.stop())

    def fresh(self, source: bytes) -> ClosingLink:
        return LocalLink({**self._files, self._module: (self._path, source)})

    def close(self) -> None:
        self._lines.stop()
