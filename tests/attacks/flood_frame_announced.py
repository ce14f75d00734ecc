"""Announces lists of millions of items, one inside the other, and brings none."""

import gc
import os
import socket
import struct

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
inside = (b"\xdd" + struct.pack(">I", 7_000_000)) * 500 + b"\x90" * 7_900_000
send_frame(LINK, b"a\1\0\0\0" + HEAD + inside)
os._exit(0)
