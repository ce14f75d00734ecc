"""Stops its own process and waits for ever."""

import os
import signal
import time

EXERCISE = "any"
HANGS = True
try:
    os.kill(os.getpid(), signal.SIGSTOP)
finally:
    time.sleep(1000)
