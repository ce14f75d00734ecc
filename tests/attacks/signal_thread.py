"""Sends a signal to a thread of its parent, by the system call for threads."""

import ctypes
import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "send signals to the grader and to other processes of its user"
assert ctypes.CDLL(None).tgkill(os.getppid(), os.getppid(), 0) == 0
