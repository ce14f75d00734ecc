"""Answers with frames that unpack to much: a million empty lists, as many as may pass."""

import gc
import os
import socket
import struct

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
inside = b"\x95\xa4list" + (b"\xdd" + struct.pack(">I", 100_000) + b"\x90" * 100_000) * 4
send_frame(LINK, b"a\1\0\0\0" + HEAD + inside)
os._exit(0)
