"""No line of a solution in a report: what a worker holds could be printed, raised or returned.

A hand-in may import earlier solutions, so it can read them. Their lines are taken out of all that
a report shows, unless they are the learner's own as well, or stand in the stub that every learner
has. Who encodes a line first gets it past; what must stay secret must not be imported.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, TypeVar

from ..contents.handin import Task
from ..contents.stubs import stub_of

BEGINNING = 20  # characters that a line is known by, for a report may cut it
MARK = "… (lines of a solution are left out here)"

T = TypeVar("T")


class Redaction:
    """Takes the lines of the solutions that travel with one hand-in out of texts."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, value: T) -> T:
        """A text, or data with texts in it, without these lines; several in a row are one mark."""
        return self._redacted(value) if self._hidden else value

    def _redacted(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value) if len(value) >= BEGINNING else value
        if isinstance(value, list):
            return [self._redacted(item) for item in value]
        if isinstance(value, dict):
            return {key: self._redacted(item) for key, item in value.items()}
        if is_dataclass(value):
            for each in fields(value):
                setattr(value, each.name, self._redacted(getattr(value, each.name)))
        return value

    def _text(self, text: str) -> str:
        if not any(hidden in text for hidden in self._hidden):
            return text
        kept: list[str] = []
        for line in text.split("\n"):
            if not any(hidden in line for hidden in self._hidden):
                kept.append(line)
            elif kept[-1:] != [MARK]:
                kept.append(MARK)
        return "\n".join(kept)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The beginnings of the lines that no report shows."""
        task = self._task
        theirs = [source for module, (_, source) in task.files.items()
                  if module not in task.handed_in]  # fmt: skip
        own = [task.files[module][1] for module in task.handed_in]
        known = {line for source in own for line in _lines(source.decode("utf-8", "replace"))}
        found = set()
        for source in theirs:
            text = source.decode()
            found |= {*_lines(text)} - {*_lines(stub_of(text))}
        return frozenset(found - known)


def _lines(text: str) -> Iterator[str]:
    """The beginnings of a source's lines, as far as these are long enough to be its own."""
    starts = (line.strip()[:BEGINNING] for line in text.splitlines())
    return (start for start in starts if len(start) == BEGINNING)
