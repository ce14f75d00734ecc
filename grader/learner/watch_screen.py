"""What a watch shows: in a terminal always the latest state in place, in a pipe what is new."""

import errno
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from ..contents.course import UsageError
from ..plots.terminal import FORGET_KITTY
from ..report.screen import NARROW

KEYS = {
    "h": "hint",
    "n": "next",
    "b": "back",
    "l": "list",
    "p": "plot",
    "s": "solution",
    "r": "rerun",
    "x": "reset",
    "q": "quit",
}
NO_OUTPUT = "The verdict cannot be written: {reason}."

_GONE = (errno.EPIPE, errno.EIO, errno.ENXIO)
_CLEAR = "\x1b[H\x1b[J"  # from the top left on; what has scrolled out of the screen stays


class OutputGone(Exception):
    """Nobody can read what a watch writes: the terminal or the reader of the pipe is gone."""


@dataclass
class Page:
    """All that there is to see. number: of the verdict that it is about, counted up.

    body: the verdict, or what stands in its place; notes: what was asked for since; closing:
    what to do next, in a terminal and in a pipe.
    """

    number: int
    body: str
    notes: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    pipe_closing: list[str] = field(default_factory=list)


class Terminal:
    """A screen that is drawn anew for every change."""

    def __init__(self, console: Console, keys: Mapping[str, str] = KEYS) -> None:
        self._console = console
        self._labels = keys
        self._pictured = False
        if sys.platform == "win32":
            os.system("")  # has the console understand what _CLEAR says
        _write("\n" * console.height)  # what was on the screen scrolls up and stays readable

    def show(self, page: Page) -> None:
        parts = [page.body.rstrip("\n")]
        parts += [_filled(note, self._width) for note in page.notes]
        parts.append(_filled("\n".join(page.closing), self._width))
        forget = FORGET_KITTY if self._pictured else ""
        self._pictured = "\x1b_G" in page.body
        _write(forget + _CLEAR + "\n\n".join(parts) + "\n" + self._keys())

    def busy(self, sentence: str) -> None:
        """Say so in the last line, in place of the keys."""
        _write("\r\x1b[K" + sentence[: self._console.width - 1])

    def leave(self) -> None:
        _write("\n")

    @property
    def _width(self) -> int:
        return min(self._console.width, NARROW)

    def _keys(self) -> str:
        """The keys and what they do, in as many lines as they need."""
        lines = [Text()]
        for key, label in self._labels.items():
            if lines[-1] and len(lines[-1]) + len(label) + 4 > self._width:
                lines.append(Text())
            lines[-1].append("  " if lines[-1] else "")
            lines[-1].append(key, "bold").append(f" {label}", "dim")
        with self._console.capture() as capture:
            self._console.print(Text("\n").join(lines), end="", highlight=False)
        return capture.get()


class Pipe:
    """Text that is appended to: each verdict once, each note once."""

    def __init__(self) -> None:
        self._number = 0
        self._said: list[str] = []

    def show(self, page: Page) -> None:
        if page.number != self._number:
            _write("\n".join([page.body.rstrip("\n"), *page.pipe_closing]) + "\n\n")
            self._number, self._said = page.number, []
        new = page.notes[len(self._said) :]
        if new:
            _write("\n".join(new) + "\n\n")
            self._said = list(page.notes)

    def busy(self, sentence: str) -> None:
        """A pipe shows results only."""

    def leave(self) -> None:
        """A pipe is complete at any time."""


@contextmanager
def writing() -> Iterator[None]:
    """Whatever may write: what goes wrong becomes OutputGone, or UsageError, as for a full disk."""
    try:
        yield
    except OSError as error:
        # What is still to be written shall vanish, or it would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno in _GONE:
            raise OutputGone from None
        raise UsageError(NO_OUTPUT.format(reason=error.strerror)) from None


def _write(text: str) -> None:
    with writing():
        sys.stdout.write(text)
        sys.stdout.flush()


def _filled(text: str, width: int) -> str:
    """Prose broken into lines; a path is never broken, so that it can be clicked."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
