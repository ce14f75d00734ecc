"""A copy of this process that works beside it, and hands over what it finds as it finds it."""

import os
import signal
import warnings
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """The copy; where none can be made, there is nothing that it finds. It ends with the `with`."""

    def __init__(self, work: Callable[[], Iterable[T]] | None) -> None:
        """work: what is found; None for no copy."""
        self.is_at_work = False
        if work is None:
            return
        context = get_context("fork")
        self._link, far_end = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(far_end, work), daemon=True)
        with warnings.catch_warnings():  # Python 3.12 warns of threads, which it never needs
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self._process.start()
                self.is_at_work = True
            except OSError:  # this machine starts no more processes
                self._link.close()
        far_end.close()

    def __enter__(self) -> "Beside[T]":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.is_at_work:
            self._end()

    def found(self, seconds: float = 0.0) -> list[T]:
        """What it has found since it was asked last; waits so long for the first."""
        news: list[T] = []
        try:
            while self.is_at_work and self._link.poll(0.0 if news else seconds):
                news.append(self._link.recv())
        except (EOFError, OSError):  # it has gone through everything
            self._end()
        return news

    def _end(self) -> None:
        self.is_at_work = False
        self._process.kill()
        self._process.join()
        self._link.close()


def _serve(link: Connection, work: Callable[[], Iterable[T]]) -> None:
    """The life of a copy."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process
    try:
        for each in work():
            link.send(each)
    finally:
        os._exit(0)
