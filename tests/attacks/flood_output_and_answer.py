"""Prints twenty megabytes and goes on as if nothing had happened."""

import os

EXERCISE = "any"


def __getattr__(name):
    for _ in range(320):
        os.write(2, b"passed \x1b[2J\n" * 5000)
    return 0.0
