"""Answers with arrays whose dtypes are half a line of Python, or none at all."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "activations/softmax"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]
CODES = [",f8", ",i1", ",c", "(f8", "<f,", "|u-1", ",u,"]


def softmax(x):
    tree = ["tuple", "value", ["array", CODES[x.size % len(CODES)], [1], bytes(8)]]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
