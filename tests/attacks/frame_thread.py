"""Has a thread write answers on its connection all the time."""

import gc
import socket
import threading

import msgpack

from grader.channel import send_frame

EXERCISE = "any"
LINK = next(each for each in gc.get_objects() if isinstance(each, socket.socket))


def write():
    body = b"a\2\0\0\0" + msgpack.packb([[], ["tuple", "value", True]])
    while True:
        send_frame(LINK, body)


def __getattr__(name):
    threading.Thread(target=write, daemon=True).start()
    return 0.0
