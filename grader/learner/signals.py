"""Signals as events, for a program that gives its terminal back before it ends."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def handled(stop: Callable[[int], None], redraw: Callable[[], None]) -> Iterator[None]:
    """Call these on signals, and put back at the end what signals did before.

    stop: for Ctrl-C, termination and a terminal that hangs up, with the exit status that shells
    give to it; a second Ctrl-C raises KeyboardInterrupt. redraw: for a terminal that has another
    size, or is this program's again.
    """

    def on_stop(number: int, frame: FrameType | None) -> None:
        stop(128 + number)
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def on_redraw(number: int, frame: FrameType | None) -> None:
        redraw()

    names = {
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
