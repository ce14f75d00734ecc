"""Announces an answer, sends a part of it and leaves."""

import gc
import os
import socket
import struct

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)


def __getattr__(name):
    LINK.sendall(struct.pack("<I", 1000) + b"a\2\0\0\0")
    os._exit(0)
