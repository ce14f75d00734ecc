"""Answers every call twice; the second answer is the right one."""

import gc
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
THEN_SOLVES = True
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
send_frame(LINK, b"a\1\0\0\0" + HEAD + msgpack.packb(["tuple", "value", None]))
send_frame(LINK, b"a\1\0\0\0" + HEAD + msgpack.packb(["tuple", "value", None]))
