"""A submission in the judge's own process: for debugging, and for code of our own.

The same wire and the same session as in a worker, without the process, the confinement and the
deadline. Never for grading others.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from .lines import Lines
from .session import Session
from .sources import Outside, Sources

_numbers = itertools.count()


class LocalLink:
    """A session that is called directly."""

    def __init__(
        self,
        files: Mapping[str, tuple[str, bytes]],
        outside: Mapping[str, Outside] = MappingProxyType({}),
    ) -> None:
        """files, outside: as Sources has them."""
        self._answer_callback: Callable[[bytes], bytes] = bytes
        root = f"in_process_{next(_numbers)}"  # two of them must not share modules
        sources = Sources(root, files, outside)
        self._session = Session(sources, lambda frame: self._answer_callback(frame))
        self._lines = Lines()

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        self._answer_callback = answer_callback
        return self._session.answer(frame)

    def renew(self, files: Mapping[str, tuple[str, bytes]], traced: str, seconds: float) -> object:
        """As a worker does it."""
        noted = self._lines.stop()
        self._session, self._lines = self._session.renewed(files), Lines(traced)
        return noted

    def versions(
        self, name: str, path: str, base: bytes, sources: Sequence[bytes],
        frames: Sequence[bytes], seconds: float,
    ) -> Iterator[list[bytes]]:  # fmt: skip
        """As a worker does it."""
        return self._session.versions(name, path, base, sources, frames)

    def printed(self) -> str:
        return ""

    def close(self) -> None:
        self._lines.stop()
        self._session.close()
