"""Calls the suite's function without waiting for its results, which another thread throws away."""

import gc
import socket
import threading

import msgpack

from grader.wire.frames import send_frame
from grader.wire.values import Wire

EXERCISE = "gradients/gradient_descent"
HANGS = True
LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]  # a message but for its value


def throw_away():
    while LINK.recv(1 << 16):
        pass


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    if step_num == 7:
        threading.Thread(target=throw_away, daemon=True).start()
        call = b"c" + HEAD + msgpack.packb(["tuple", 0, ["tuple", 1.0], ["dict"]])
        while True:
            send_frame(LINK, call)
