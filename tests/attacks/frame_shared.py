"""Answers with shared objects that contain themselves, change their type, or belong to others."""

import gc
import os
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "losses/one_hot"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))
ITSELF = ["new", 1, ["list", ["known", 1], ["known", 1]]]
FORGED = [
    [[], ["tuple", "value", ITSELF]],
    [[[0, ["list"]]], ["tuple", "value", None]],
    [[[0, ["known", 0]]], ["tuple", "value", ["known", 0]]],
    [[], ["tuple", "value", ["new", 4, ["list"]]]],
    [[], ["tuple", "raised", ITSELF, ["new", 3, []], ["known", 1]]],
    [[[0, ["array", "<f8", [9], bytes(72)]]], ["tuple", "value", ["known", 0]]],
    [[], ["tuple", "value", ["new", 1, ["dict", "x", ["known", 1]]]]],
]


def one_hot(labels, class_count):
    tree = FORGED[class_count % len(FORGED)]
    send_frame(LINK, b"a\2\0\0\0" + msgpack.packb(tree))
    os._exit(0)
