"""Reads the judge's requests itself and never answers."""

import gc
import socket

EXERCISE = "any"
HANGS = True
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
while True:
    LINK.recv(1)
