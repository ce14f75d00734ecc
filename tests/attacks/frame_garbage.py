"""Answers with bytes that no one can read, and with nothing at all."""

import gc
import os
import socket

from grader.wire.frames import send_frame

EXERCISE = "losses/sum_squares_error"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
GARBAGE = [b"", b"\xc1", b"\x92\x90", b"\x93\x90\x90\x90", b"\xc4\xff", b"\xd4\1x"]


def sum_squares_error(y, t):
    send_frame(LINK, b"a\2\0\0\0" + GARBAGE[int(100 * y.flat[0] + y.size) % len(GARBAGE)])
    os._exit(0)
