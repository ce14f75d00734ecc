"""Gives answers of forged kinds: exceptions without a class, values that are no values."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "losses/cross_entropy_error"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
FORGED = [
    ["tuple", "raised", ["list"], "", ["list"]],
    ["tuple", "raised", ["list", ["list", 1]], ["dict"], ["list", ["list", "x", 1e300, 0]]],
    ["tuple", "missing", ["array", "<f8", [0], b""], ["list", ["list"]]],
    ["tuple", "callable"],
    ["tuple", "unfit", ["namespace", "__class__", "x"]],
    ["tuple", ["object", 0, "value"], 1],
    ["namespace", "value", 1.0],
]


def cross_entropy_error(y, t):
    tree = FORGED[int(100 * y[0] + y.size) % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
