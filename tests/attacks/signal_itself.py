"""Kills its own process."""

import os
import signal

EXERCISE = "any"


def __getattr__(name):
    os.kill(os.getpid(), signal.SIGKILL)
