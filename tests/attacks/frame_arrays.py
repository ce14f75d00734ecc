"""Answers with arrays whose shape, dtype and data do not fit together."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "activations/softmax"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
FORGED = [
    ["array", "<f8", [1 << 62, 1 << 62], b""],
    ["array", "|O", [2, 3], bytes(48)],
    ["array", "(2,", [1], bytes(8)],
    ["array", ",f8", [1], bytes(8)],
    ["array", "<f8", [-2, -3], bytes(48)],
    ["array", "<f8", [0, 1 << 63], b""],
    ["scalar", "<f8", [0] * 40, b""],
    ["array", "<g", [1], bytes(16)],
]


def softmax(x):
    tree = FORGED[x.size % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(["tuple", "value", tree]))
    os._exit(0)
