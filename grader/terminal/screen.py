"""What a watch shows: in a terminal always the latest state in place, in a pipe what is new.

In a terminal it has the screen for itself, as an editor has: what was there before comes back when
it ends, with the last verdict below. So it never shows more lines than the terminal has.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from ..contents.course import UsageError
from ..report.screen import NARROW
from ..words.prose import filled
from .pager import Instead, Picture

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
KIT_KEYS = {key: label for key, label in KEYS.items() if key not in ("h", "p", "s")}
NO_OUTPUT = "The verdict cannot be written: {reason}."
CUT = "…"
LOW = 20  # lines of a window that has none to spare

_GONE = (errno.EPIPE, errno.EIO, errno.ENXIO)
FORGET_KITTY = "\x1b_Ga=d,q=2\x1b\\"  # removes the pictures that are on the screen
_CLEAR = "\x1b[H\x1b[J"  # from the top left on
_OWN, _BACK = "\x1b[?1049h", "\x1b[?1049l"  # a screen of one's own, and the one before

# A verdict for so many lines, and whether something is left out of it; None for all lines.
Body = Callable[[int | None], tuple[str, bool]]


class OutputGone(Exception):
    """Nobody can read what a watch writes: the terminal or the reader of the pipe is gone."""


@dataclass
class Page:
    """All that there is to see. number: of the verdict that it is about, counted up.

    body: the verdict; notes: what was asked for since; closing: what to do next, in a terminal and
    in a pipe; instead: what has the screen in place of all this; brief: closing in a low window.
    """

    number: int
    body: Body
    notes: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    pipe_closing: list[str] = field(default_factory=list)
    instead: Instead | None = None
    brief: str = ""


class Terminal:
    """A screen that is drawn anew for every change."""

    def __init__(self, console: Console, keys: Mapping[str, str] = KEYS) -> None:
        self._console = console
        self._labels = keys
        self._with_all = {"a": "all", **{key: keys[key] for key in keys if key != "r"}}
        self._last: Page | None = None
        self._pictured = False
        if sys.platform == "win32":
            os.system("")  # has the console understand what _CLEAR says
        _write(_OWN)

    def show(self, page: Page) -> None:
        width, height = self._console.size
        if page.instead:
            lines = page.instead.frame(width, height)
        else:
            self._last = page
            lines = self._lines(page, height)
        forget = FORGET_KITTY if self._pictured else ""
        self._pictured = isinstance(page.instead, Picture)
        _write(forget + _CLEAR + "\n".join(lines[:height]))

    def _lines(self, page: Page, height: int) -> list[str]:
        """A page in so many lines: what it says last is what to do next, and is always there."""
        is_low = height < LOW  # then what is only good to know gives way
        closing = self._filled([page.brief or page.closing[0]] if is_low else page.closing)
        notes = self._filled(page.notes)
        _, cut = page.body(height - len(notes) - len(closing) - 1)
        keys = self._keys(self._with_all if cut else self._labels)[: 1 if is_low else None]
        room = height - len(closing) - len(keys)
        if len(notes) > room - 1:
            notes = [CUT, *notes[len(notes) - room + 2 :]]
        room -= len(notes)
        body = page.body(room)[0].rstrip("\n").split("\n")
        if len(body) > room:
            body = [*body[: max(room - 1, 1)], CUT] if room > 1 else body[:1]
        parts = [part for part in (body, notes, closing, keys) if part]
        spare = height - sum(map(len, parts))
        lines = list(parts[0])
        for count, part in enumerate(parts[1:-1], 1):
            lines += [""] * (spare >= count) + part
        return lines + keys

    def busy(self, sentence: str) -> None:
        """Say so in the last line, in place of the keys."""
        _write("\r\x1b[K" + sentence[: self._console.width - 1])

    def pause(self) -> None:
        """Give the screen back, in a signal's handler: what is half written stays so."""
        with suppress(OSError):
            os.write(sys.stdout.fileno(), _BACK.encode())

    def resume(self) -> None:
        """Take the screen again."""
        _write(_OWN)

    def leave(self) -> None:
        """Give the screen back, with the last verdict on it."""
        _write(_BACK)
        if self._last:
            closing = self._filled(self._last.closing)
            text, _ = self._last.body(self._console.height - len(closing) - 3)
            _write("\n".join([text.rstrip("\n"), "", *closing, ""]))

    @property
    def _width(self) -> int:
        return min(self._console.width, NARROW)

    def _keys(self, keys: Mapping[str, str]) -> list[str]:
        """The keys and what they do, in as many lines as they need."""
        lines = [Text()]
        for key, label in keys.items():
            if lines[-1] and len(lines[-1]) + len(label) + 4 > self._width:
                lines.append(Text())
            lines[-1].append("  " if lines[-1] else "")
            lines[-1].append(key, "bold").append(f" {label}", "dim")
        with self._console.capture() as capture:
            self._console.print(Text("\n").join(lines), end="", highlight=False)
        return capture.get().split("\n")

    def _filled(self, texts: list[str]) -> list[str]:
        """Prose broken into lines."""
        return [
            line
            for text in texts
            for paragraph in text.split("\n")
            for line in filled(paragraph, self._width)
        ]


class Pipe:
    """Text that is appended to: each verdict once, each note once."""

    def __init__(self) -> None:
        self._number = 0
        self._said: list[str] = []

    def show(self, page: Page) -> None:
        if page.number != self._number:
            body, _ = page.body(None)
            _write("\n".join([body.rstrip("\n"), *page.pipe_closing]) + "\n\n")
            self._number, self._said = page.number, []
        new = page.notes[len(self._said) :]
        if new:
            _write("\n".join(new) + "\n\n")
            self._said = list(page.notes)

    def busy(self, sentence: str = "") -> None:
        """A pipe shows results only, and has no screen to give back or to take."""

    pause = resume = leave = busy


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
