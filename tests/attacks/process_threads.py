"""Leaves threads that go on computing when the answer has been given."""

import threading

EXERCISE = "losses/cross_entropy_error_label"


def spin():
    while True:
        pass


def cross_entropy_error(y, t):
    for daemon in (True, False):
        threading.Thread(target=spin, daemon=daemon).start()
