"""Kills the process group of the server."""

import os
import signal

EXERCISE = "any"
THEN_SOLVES = True
NOT_RUN_AT_LIMITS = "It ends the grader's server, and with it the verdict on all others."
os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
