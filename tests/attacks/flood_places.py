"""Raises from thousands of places of long names, each of which would be cleaned and kept."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    place = ["list", "\u0301" * 700, 1]
    tree = ["tuple", "raised", ["list", "E"], "x", ["list", *[place] * 5_000]]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
