"""Prints without end from a thread, and answers at the last moment."""

import threading
import time

EXERCISE = "activations/relu"
SLEEPS = True


def print_on():
    while True:
        print("x" * 60_000)


def relu(x):
    threading.Thread(target=print_on, daemon=True).start()
    time.sleep(4.8)
