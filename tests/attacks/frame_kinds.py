"""Gives answers of forged kinds: exceptions without a class, values that are no values."""

import gc
import os
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "losses/one_hot"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))
FORGED = [
    ["tuple", "raised", ["list"], "", ["list"]],
    ["tuple", "raised", ["list", ["list", 1]], ["dict"], ["list", ["list", "x", 1e300]]],
    ["tuple", "missing", ["array", "<f8", [0], b""], ["list", ["list"]]],
    ["tuple", "callable"],
    ["tuple", "unfit", ["namespace", "__class__", "x"]],
    ["tuple", ["object", 0, "value"], 1],
    ["namespace", "value", 1.0],
]


def one_hot(labels, class_count):
    tree = FORGED[class_count % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + msgpack.packb([[], tree]))
    os._exit(0)
