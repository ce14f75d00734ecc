"""Answers in shapes that no worker sends: near names that are a dict, dtypes that are code."""

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
    ["tuple", "missing", "x", ["dict", "a", 1]],
    ["tuple", "missing", "x", 7],
    ["tuple", "missing", "x", ["list", None]],
    ["tuple", "value", ["array", ",f8", [1], bytes(8)]],
    ["tuple", "value", ["array", "|b1", [3], b"\2\3\4"]],
    ["tuple", "value", ["array", "<f8", [0, 1 << 62], b""]],
    ["tuple", "value", ["scalar", "<f8", [2], bytes(16)]],
    ["tuple", "raised", ["dict", "E", 1], "", ["list"]],
    ["tuple", "raised", ["list", "E"], "", ["list", ["list", "p", True, 0]]],
    ["list", "value", 1.0],
]


def cross_entropy_error(y, t):
    tree = FORGED[int(100 * y[0] + y.size) % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
