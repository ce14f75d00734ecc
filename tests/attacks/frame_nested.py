"""Answers with lists inside lists, deeper than a reader may recurse."""

import gc
import os
import socket

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value


def __getattr__(name):
    send_frame(LINK, b"a\2\0\0\0" + HEAD + b"\x92\xa4list" * 900 + b"\xc0")
    os._exit(0)
