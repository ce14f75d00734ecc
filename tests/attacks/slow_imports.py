"""Sleeps while it is imported until just before the deadline, in every test anew."""

import time

EXERCISE = "optimizers/adam"
SLEEPS = True
time.sleep(4.8)
