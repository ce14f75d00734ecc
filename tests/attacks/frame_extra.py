"""Answers every call twice; the second answer is the right one."""

import gc
import socket

import msgpack

from grader.channel import send_frame

EXERCISE = "any"
THEN_SOLVES = True
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))
send_frame(LINK, b"a\1\0\0\0" + msgpack.packb([[], ["tuple", "value", None]]))
send_frame(LINK, b"a\1\0\0\0" + msgpack.packb([[], ["tuple", "value", None]]))
