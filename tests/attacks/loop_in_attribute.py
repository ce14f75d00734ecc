"""Has attributes that take for ever to look up."""

import time

EXERCISE = "any"
HANGS = True


def __getattr__(name):
    time.sleep(1000)
