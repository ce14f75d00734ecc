"""Reads the judge's requests itself and never answers."""

import gc
import socket

EXERCISE = "any"
HANGS = True
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))
while True:
    LINK.recv(1)
