"""Where candidates run: many in one worker, one after the other, each a fresh module.

What a candidate does to its process may show in the next, so passing here is no verdict: it says
which candidate is worth a fresh worker.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from ..contents.course import TREE
from ..sandbox.local import LocalLink
from ..submission.servers import Server, WorkerFault
from ..submission.workers import Crashed, Overdue, Worker
from ..wire.answers import MAX_LINE, MAX_LINES
from .run import ClosingLink

RENEW_SECONDS = 1.0  # for a worker to begin again
AT_MOST = 400  # candidates in one worker, for what they leave behind

Files = Mapping[str, tuple[str, bytes]]


class RenewableLink(ClosingLink, Protocol):
    """A link to a process that can begin again with other sources."""

    def renew(self, files: Files, traced: str, seconds: float) -> object: ...

    def versions(
        self, name: str, path: str, base: bytes, sources: Sequence[bytes],
        frames: Sequence[bytes], seconds: float,
    ) -> Iterator[list[bytes]]: ...  # fmt: skip


class Bench:
    """A place to try one source after another: confined workers, each for some hundreds of them.

    Without a server it is this process: for code of our own.
    """

    def __init__(
        self,
        module: str,
        files: Files,
        server: Server | None = None,
        outside: Mapping[str, Any] | None = None,
    ) -> None:
        """files, outside: what a source may import, the learner's module among the files."""
        self.is_local = server is None
        self._module = module
        self._files = dict(files)
        self._server = server
        self._outside = outside or {}
        self._path = files[module][0]
        self._kept: RenewableLink | None = None
        self._runs = 0

    @contextmanager
    def twin(self) -> Iterator["Bench | None"]:
        """Another one for a copy of this process; None where there can be none."""
        server = None
        if self._server and hasattr(os, "fork"):
            with suppress(WorkerFault):
                server = self._server.branch()
        try:
            yield Bench(self._module, self._files, server, self._outside) if server else None
        finally:
            if server:
                server.close()

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

    def answers(
        self, base: bytes, sources: Sequence[bytes], frames: Sequence[bytes], seconds: float
    ) -> Iterator[list[bytes] | None]:
        """What each of these sources answers to the same requests until one fails; None for none.

        base: what they are versions of; seconds: for each.
        """
        done = 0
        while done < len(sources):
            if not self._kept or self._runs >= AT_MOST:
                self.close()
                self._kept = self._start(self._files)
            self._runs += len(sources)
            is_over = False
            try:
                for answers in self._kept.versions(
                    self._module, self._path, base, sources[done:], frames, seconds
                ):
                    done += 1
                    yield answers
                is_over = True
            except (Crashed, Overdue):
                done += 1
                yield None
            finally:
                if not is_over:
                    self.close()

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

    def _start(self, files: Files) -> RenewableLink:
        if self._server is None:
            return LocalLink(files, self._outside)
        worker = Worker(self._server)
        worker.load(TREE, files, self._outside)
        return worker


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
