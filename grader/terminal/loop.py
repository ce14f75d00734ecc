"""What stays open until a key or a signal ends it: events, taken one after the other.

The main thread alone works, draws and remembers. It takes events from a queue: saves, keys, what
another process has said. The other threads, and signals, only put events there, and break off work
that is pointless by then.
"""

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from rich.console import Console

from ..contents.course import Exercise
from .keys import CTRL_C, GONE, Keys
from .pager import Instead
from .saves import Saves
from .screen import KEYS, OutputGone, Pipe, Terminal
from .signals import handled

FAILED, HANGUP, INTERRUPT = 3, 129, 130  # exit statuses, as shells count them

View = Terminal | Pipe
_Found = TypeVar("_Found")


class Loop:
    """Events and what they end in. What extends it draws itself and says what keys do."""

    _saves: Saves  # reported to _note_save

    def __init__(self, view: View, console: Console) -> None:
        self.take_terminal: Callable[[], None] = lambda: None
        self._view = view
        self._console = console
        self._events: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._status: int | None = None
        self._save_count = 0  # all saves noticed, and how many of them what is shown includes
        self._saves_seen = 0
        self._instead: Instead | None = None
        self._notes: list[str] = []
        self._faults: Sequence[str] = ()  # of the last look: the grader's own
        self._number = 0  # of what is shown, counted up
        self._time = ""  # of the last look

    # Called by other threads and by signal handlers

    def press(self, key: str) -> None:
        """Note a key."""
        endings = {GONE: HANGUP, CTRL_C: INTERRUPT, "q": 0}
        if key in endings and not (key == "q" and self._instead):
            self.stop(endings[key])
        else:
            self._events.put(partial(self._take_key, key))

    def stop(self, status: int) -> None:
        """End with this exit status, as soon as possible."""
        if self._status is None:
            self._status = status
        self._break_off()
        self._events.put(lambda: None)

    def redraw(self) -> None:
        """Show all once more, in a terminal whose size or owner has changed."""
        self._events.put(self._redraw)

    def _note_save(self) -> None:
        self._save_count += 1
        try:
            self._break_off()
        finally:  # what is broken off shows nothing: something must come next
            self._events.put(partial(self._take_save, self._save_count))

    # The main thread's

    def run(self) -> int:
        """Handle events until one of them ends this; the exit status."""
        self._saves.start()
        try:
            self._begin()
            while self._status is None:
                self._next_event()()
            return self._status or (FAILED if self._faults else 0)
        finally:
            self._saves.stop()
            self._close()

    def _look(self, sentence: str, work: Callable[[], _Found | None]) -> _Found | None:
        """What work finds in the files as they are now; None if an event broke it off.

        sentence: what is said meanwhile.
        """
        if self._status is not None:
            return None
        self._view.busy(sentence)
        self._saves_seen = self._save_count
        found = work()
        if found is None:  # the event that broke it off comes next
            self._saves_seen = -1
            return None
        self._instead = None
        self._number += 1
        self._time = f"{datetime.now():%H:%M:%S}"
        return found

    def _next_event(self) -> Callable[[], None]:
        while True:
            # A signal that reaches another thread does not end this one's waiting; its handler
            # runs when the wait is over.
            try:
                return self._events.get(timeout=0.5)
            except Empty:
                continue

    def _take_save(self, count: int) -> None:
        if count > self._saves_seen:
            self._saved_anew()

    def _take_key(self, key: str) -> None:
        """A key is for what stands in the place of all else, where something does."""
        if not self._instead:
            self._pressed(key)
            return
        outcome = self._instead.press(key)
        if isinstance(outcome, Exercise):
            self._open(outcome)
        else:
            self._instead = None if outcome == "closed" else self._instead
            self._draw()

    def _redraw(self) -> None:
        self.take_terminal()
        self._view.resume()
        self._draw()

    # What differs

    def _begin(self) -> None:
        """Show something, before the first event."""

    def _close(self) -> None:
        """What is to be done at the end, whatever has happened."""

    def _open(self, exercise: Exercise) -> None:
        """Go on with an exercise that was chosen from a list."""

    def _break_off(self) -> None:
        """End the work that nobody waits for any more (called by other threads as well)."""

    def _saved_anew(self) -> None:
        """Look at what was saved, and has not been looked at since."""

    def _draw(self) -> None:
        """Show all that there is to see."""

    def _pressed(self, key: str) -> None:
        """Do what a key asks for."""


def run_loop(make: Callable[[View, Console], Loop], keys: Mapping[str, str] = KEYS) -> int:
    """Run what is made for a view, with its keys if this is a terminal; the exit status.

    keys: each and what it does, for the last line of a terminal.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack a sign
    console = Console()
    interactive = sys.stdin is not None and sys.stdin.isatty() and console.is_terminal
    interactive = interactive and not console.is_dumb_terminal
    try:
        with ExitStack() as stack:
            view = Terminal(console, keys) if interactive else Pipe()
            loop = make(view, console)
            stack.enter_context(handled(loop.stop, loop.redraw, view.pause))
            stack.callback(view.leave)
            if interactive:
                pressed = stack.enter_context(Keys(loop.press))
                loop.take_terminal = pressed.take_terminal
            return loop.run()
    except OutputGone:
        return HANGUP
