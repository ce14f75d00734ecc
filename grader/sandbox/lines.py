"""Which lines of a file run."""

import sys
import types
from typing import Any


class Lines:
    """The lines of a file that run from now on, until it is stopped."""

    def __init__(self, path: str = "") -> None:
        """path: as the file is shown; nothing is noted without one."""
        self._path = path
        self._seen: set[int] = set()
        if path:
            sys.settrace(self._enter)

    def stop(self) -> list[int]:
        """The numbers of the lines that ran."""
        if self._path:
            sys.settrace(None)
        return sorted(self._seen)

    def _enter(self, frame: types.FrameType, event: str, argument: object) -> Any:
        return self._note if frame.f_code.co_filename == self._path else None

    def _note(self, frame: types.FrameType, event: str, argument: object) -> Any:
        if event == "line":
            self._seen.add(frame.f_lineno)
        return self._note
