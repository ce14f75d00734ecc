"""Stops the server that workers are forked from, so that the judge waits for it."""

import os
import signal

EXERCISE = "any"
NOT_RUN_AT_LIMITS = "It stops the grader's server, which is replaced; its own verdict is lost."
os.kill(os.getppid(), signal.SIGSTOP)
