"""Closes its connection, one half after the other, while a call is open."""

import gc
import socket

EXERCISE = "any"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)


def __getattr__(name):
    LINK.shutdown(socket.SHUT_RD)
    LINK.shutdown(socket.SHUT_WR)
