"""Answers with a frame of eight million integers, each of which takes forty times its bytes."""

import gc
import os
import socket
import struct

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
inside = b"\xdd" + struct.pack(">I", 8_000_000) + b"\xa4list" + b"\xe0" * 7_999_999
send_frame(LINK, b"a\1\0\0\0" + HEAD + b"\x93\xa5tuple\xa5value" + inside)
os._exit(0)
