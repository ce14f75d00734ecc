"""Hands the suite's function a column and a row, whose product is a matrix of a gigabyte."""

import numpy as np

EXERCISE = "gradients/numerical_gradient"


def numerical_gradient(f, x):
    return f([np.zeros((12_000, 1)), np.zeros((1, 12_000))])
