"""Replaces its processes faster than they can be ended, each in a session of its own."""

import os
import time

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "start processes and programs, which are ended with their test"
until = time.time() + 20
if os.fork() == 0:
    while time.time() < until:
        if os.fork():
            os._exit(0)
        os.setsid()
    os._exit(0)
