"""What a worker does while nobody asks anything of it yet: all that a submission makes it do, once.

Memory that a fork shares is copied, page by page, when it is first written to. That costs a worker
more than most submissions do, and so less where it has been done before anyone waits.
"""

import select
import socket

import numpy as np

from ..wire.values import PlainOnly, Wire
from .session import Session
from .sources import Sources

PIECE = b"""import numpy as np
def piece(x, y):
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    shares = np.log(powers / np.sum(powers, axis=-1, keepdims=True) + 1e-7)
    for i in range(len(x)):
        shares[i] = np.mean(x[i] * y[i]) + np.where(x[i] > 1.0, 1.0, 0.0) @ y[i]
    return -np.sum(shares, axis=0) / x.shape[0], {"x": np.zeros_like(x)}
"""


def rehearse(link: socket.socket) -> None:
    """Go through a small submission of our own, unless there is something to do already.

    Nothing of it is left: no module, no finder.
    """
    if not hasattr(select, "poll"):  # where nothing is forked
        return
    requests = select.poll()
    requests.register(link, select.POLLIN)
    if requests.poll(0):
        return
    session = Session(Sources("rehearsal", {"piece": ("piece.py", PIECE)}), bytes)
    wire, x = Wire(PlainOnly(), first_id=0), np.arange(6.0).reshape(2, 3)
    path = ("piece",)
    for request in (("import", "piece", ()), ("get", path), ("call", path, (x, x), ())):
        session.answer(wire.dump(request, share=True))
    session.close()
