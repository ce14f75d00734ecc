"""Calls the suite's function without end, each time with a large array."""

import numpy as np

EXERCISE = "gradients/numerical_diff"
HANGS = True


def numerical_diff(f, x):
    large = np.ones(500_000)
    while x == 10.0:
        f(large)
