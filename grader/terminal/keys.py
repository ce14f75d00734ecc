"""Keys pressed in a terminal, one by one, without Enter; the terminal is given back as it was."""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt
else:
    import select
    import termios
    import tty

CTRL_C = "\x03"
GONE = ""  # reported instead of a key when the terminal is gone
MOST = 8  # characters that arrive at once; more are a text pasted by accident
ESCAPE_SECONDS = 0.05  # for the rest of what an arrow sends; without any it is the key Esc
UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END = "up", "down", "page up", "page down", "home", "end"
ESCAPE, ENTER, BACKSPACE = "escape", "enter", "backspace"

_PIECE = re.compile(r"\x1b(?:\[[0-9;]*[@-~]|O[@-~])|.", re.DOTALL)
_ARROWS = dict(zip("ABHF", (UP, DOWN, HOME, END), strict=True))
_OTHERS = dict(zip("145678", (HOME, END, PAGE_UP, PAGE_DOWN, HOME, END), strict=True))
_NAMES = {
    **{f"\x1b{sign}{letter}": name for sign in "[O" for letter, name in _ARROWS.items()},
    **{f"\x1b[{number}~": name for number, name in _OTHERS.items()},
    **dict.fromkeys("\n\r", ENTER),
    **dict.fromkeys("\x7f\b", BACKSPACE),
    "\x1b": ESCAPE,
}
_ON_WINDOWS = dict(zip("HPIQGO", (UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END), strict=True))


def pressed(typed: str) -> Iterator[str]:
    """The keys in what a terminal has sent at once; none in a paste, or in a key of no use here."""
    pieces = _PIECE.findall(typed)
    if sum(len(piece) == 1 for piece in pieces) > MOST:
        return
    for piece in pieces:
        if piece in _NAMES or len(piece) == 1:
            yield _NAMES.get(piece, piece)


class Keys:
    """Reports the keys that are pressed between `with` and its end, from a thread of its own."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Keys":
        if sys.platform != "win32":
            self._terminal = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._terminal)
            self._wake, self._end = os.pipe()
            self.take_terminal()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if sys.platform != "win32":
            os.close(self._end)
            self._thread.join()
            os.close(self._wake)
            with suppress(termios.error):  # the terminal may be gone
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._before)

    def take_terminal(self) -> None:
        """Ask for single keys, unechoed; again after a shell had the terminal meanwhile."""
        if sys.platform != "win32":
            with suppress(termios.error):
                tty.setcbreak(self._terminal, termios.TCSANOW)

    def _run(self) -> None:
        if sys.platform == "win32":
            self._run_on_windows()
            return
        while True:
            ready, _, _ = select.select([self._terminal, self._wake], [], [])
            if self._wake in ready:
                return
            try:
                typed = os.read(self._terminal, 1024)
            except OSError:
                typed = b""
            if not typed:
                self._report(GONE)
                return
            if typed.endswith(b"\x1b") and self._has_more():
                with suppress(OSError):
                    typed += os.read(self._terminal, 1024)
            for key in pressed(typed.decode("utf-8", "ignore")):
                self._report(key)

    def _has_more(self) -> bool:
        ready, _, _ = select.select([self._terminal, self._wake], [], [], ESCAPE_SECONDS)
        return self._terminal in ready

    def _run_on_windows(self) -> None:
        if sys.platform == "win32":
            while not self._ended.wait(0.03):
                while msvcrt.kbhit():
                    key = msvcrt.getwch()
                    if key in ("\x00", "\xe0"):  # an arrow or a function key: its second half
                        key = _ON_WINDOWS.get(msvcrt.getwch(), "")
                    if key:
                        self._report(_NAMES.get(key, key))
