"""Kills the server that workers are forked from."""

import os
import signal

EXERCISE = "any"
THEN_SOLVES = True
NOT_RUN_AT_LIMITS = "It ends the grader's server, and with it the verdict on all others."
os.kill(os.getppid(), signal.SIGKILL)
