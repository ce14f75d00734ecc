"""Waits for a lock that it holds itself, while another thread holds the interpreter."""

import sys
import threading

EXERCISE = "any"
HANGS = True


def spin():
    while True:
        pass


sys.setswitchinterval(1000.0)
threading.Thread(target=spin).start()
threading.Lock().acquire()
