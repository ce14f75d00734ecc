"""Sends its answer byte by byte, so that something always arrives."""

import gc
import socket
import struct
import time

EXERCISE = "any"
HANGS = True
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))
LINK.sendall(struct.pack("<I", 1_000_000))
while True:
    LINK.sendall(b"a")
    time.sleep(0.05)
