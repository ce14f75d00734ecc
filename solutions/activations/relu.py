"""The rectified linear unit: what is positive passes, the rest is cut off."""

import numpy as np


def relu(x):
    """Replace every negative element by 0: relu(x) = max(0, x).

    x: a float64 array of any shape. Returns a new array of the same shape; x is left unchanged.

    Source: Deep Learning from Scratch, section 3.2.7.

    >>> relu(np.array([-2.0, 0.0, 3.0])) + 0.0  # which makes a 0 of a −0, an equal number
    array([0., 0., 3.])
    """
    # TODO: return the larger of 0 and x, element by element
    return np.maximum(0.0, x)


def relu_grad(x):
    """The slope of relu at every element: 1 where x > 0, and 0 where x ≤ 0.

    At x = 0 there is a kink and no slope; as is usual, this course takes 0.

    x: a float64 array of any shape. Returns a new float64 array of the same shape; x is left
    unchanged.

    Source: Deep Learning from Scratch, section 5.5.1.

    >>> relu_grad(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])
    """
    # TODO: find out which elements are greater than 0
    # TODO: return 1.0 for those and 0.0 for the others, as float64
    return (x > 0).astype(np.float64)
