"""Starts a second process that could go on when the test is over."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "start processes and programs, which are ended with their test"
if os.fork() == 0:
    os._exit(0)
