"""Answers with shared objects that contain themselves, change their type, or belong to others."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "losses/one_hot"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-2]  # a message but for changes and value
ITSELF = ["new", 1, ["list", ["known", 1], ["known", 1]]]
FORGED = [
    ([], ["tuple", "value", ITSELF]),
    ([[0, ["list"]]], ["tuple", "value", None]),
    ([[0, ["known", 0]]], ["tuple", "value", ["known", 0]]),
    ([], ["tuple", "value", ["new", 4, ["list"]]]),
    ([], ["tuple", "raised", ITSELF, ["new", 3, []], ["known", 1]]),
    ([[0, ["array", "<f8", [9], bytes(72)]]], ["tuple", "value", ["known", 0]]),
    ([], ["tuple", "value", ["new", 1, ["dict", "x", ["known", 1]]]]),
]


def one_hot(labels, class_count):
    changes, tree = map(msgpack.packb, FORGED[class_count % len(FORGED)])
    send_frame(LINK, b"a\2\0\0\0" + HEAD + changes + tree)
    os._exit(0)
