"""Answers with handles of a hundred thousand objects, in every call."""

import gc
import os
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    handles = [["object", number, "x"] for number in range(400_000)]
    send_frame(LINK, b"a\2\0\0\0" + msgpack.packb([[], ["list", *handles]]))
    os._exit(0)
