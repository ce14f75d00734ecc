"""Sends its answer byte by byte, so that something always arrives."""

import gc
import socket
import struct
import time

EXERCISE = "any"
HANGS = True
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
LINK.sendall(struct.pack("<I", 1_000_000))
while True:
    LINK.sendall(b"a")
    time.sleep(0.05)
