"""Answers with an exception that came by a hundred thousand places, each with a long path."""

import gc
import os
import socket

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "activations/relu"
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]
PLACE = ["list", "p" * 70, 1, 1]


def relu(x):
    places = ["list", *[PLACE] * 90_000]
    tree = ["tuple", "raised", ["list", "E"], "", places]
    send_frame(LINK, b"a\2\0\0\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
