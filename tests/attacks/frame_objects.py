"""Answers with handles of objects that do not exist, where arrays are expected."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "losses/cross_entropy_error_batch"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
FORGED = [
    ["object", 0, "ndarray"],
    ["object", -1, "__class__"],
    ["object", 1 << 63, "np"],
    ["object", 0, "__dict__"],
    ["object", True, "x"],
    ["object", 0.5, ""],
    ["object", 0, "x\n\x1b[2J"],
]


def cross_entropy_error(y, t):
    tree = FORGED[y.size % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(["tuple", "value", tree]))
    os._exit(0)
