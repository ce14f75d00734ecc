"""Calls the suite's function without end, each time with a large array."""

import numpy as np

EXERCISE = "gradients/numerical_gradient"
HANGS = True


def numerical_gradient(f, x):
    large = np.ones(500_000)
    while True:
        f(large)
