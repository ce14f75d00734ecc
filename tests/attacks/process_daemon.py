"""Starts a daemon: forked twice, in a session of its own, for ten minutes."""

import os
import time

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "start processes and programs, which are ended with their test"
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
