"""Leaves threads that go on computing when the answer has been given."""

import threading

EXERCISE = "any"


def spin():
    while True:
        pass


def __getattr__(name):
    for _ in range(8):
        threading.Thread(target=spin, daemon=name != "one_hot").start()
