"""Calls the suite's function in haste until just before its deadline."""

import time

EXERCISE = "gradients/numerical_gradient"
SLEEPS = True


def numerical_gradient(f, x):
    end = time.monotonic() + 18
    while time.monotonic() < end:
        f(x)
