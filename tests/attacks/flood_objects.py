"""Answers with handles of two hundred thousand objects."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
handles = [["object", number, "x"] for number in range(90_000)]
more = [["object", -number, "x" * 50] for number in range(90_000)]
send_frame(LINK, b"a\1\0\0\0" + HEAD + msgpack.packb(["list", ["list", *handles], ["list", *more]]))
os._exit(0)
