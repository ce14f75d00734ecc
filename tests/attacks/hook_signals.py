"""Answers alarms and errors by handlers that raise in the midst of the worker's own code."""

import signal

EXERCISE = "any"


def interrupt(number, frame):
    raise SystemExit(0)


for number in (signal.SIGALRM, signal.SIGPIPE, signal.SIGVTALRM, signal.SIGPROF):
    signal.signal(number, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
