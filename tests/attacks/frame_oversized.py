"""Announces an answer of four gigabytes."""

import gc
import socket

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)


def __getattr__(name):
    while True:
        LINK.sendall(b"\xff" * 1000)
