"""Signals as events, for a program that gives its terminal back before it ends."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def handled(
    stop: Callable[[int], None], redraw: Callable[[], None], pause: Callable[[], None]
) -> Iterator[None]:
    """Call these on signals, and put back at the end what signals did before.

    stop: for Ctrl-C, termination and a terminal that hangs up, with the exit status that shells
    give to it; a second Ctrl-C raises KeyboardInterrupt. redraw: for a terminal that has another
    size, or is this program's again; pause: before this program is stopped, as by Ctrl-Z.
    """

    def on_stop(number: int, frame: FrameType | None) -> None:
        stop(128 + number)
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def on_redraw(number: int, frame: FrameType | None) -> None:
        redraw()

    def on_pause(number: int, frame: FrameType | None) -> None:
        pause()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # it is stopped here, and goes on from here
        signal.signal(number, on_pause)

    names = {
        "SIGTSTP": on_pause,
        **dict.fromkeys(("SIGINT", "SIGTERM", "SIGHUP"), on_stop),
        **dict.fromkeys(("SIGWINCH", "SIGCONT"), on_redraw),
    }
    here = [name for name in names if hasattr(signal, name)]  # Windows has the first two only
    before = {name: signal.signal(getattr(signal, name), names[name]) for name in here}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
