"""Kills its own process with a signal that has no name."""

import os
import signal

EXERCISE = "any"


def __getattr__(name):
    os.kill(os.getpid(), signal.SIGRTMIN + 5)
