"""The sigmoid: a smooth step from 0 to 1."""

import numpy as np


def sigmoid(x):
    """Squash every element into the interval from 0 to 1: σ(x) = 1 / (1 + e⁻ˣ).

    x: a float64 array of any shape. Returns a float64 array of the same shape; x is left
    unchanged.

    For x = −1000 the e⁻ˣ of the formula overflows. Its twin eˣ / (1 + eˣ) overflows for x = +1000.
    Both are z / (1 + z) or 1 / (1 + z) with z = e⁻ˡˣˡ ≤ 1, and so nothing needs to overflow:
    up to |x| = 1000, sigmoid and sigmoid_grad must work without NumPy's overflow warning. A choice
    between the two formulas by np.where is not enough, for it computes both everywhere.

    Source: Deep Learning from Scratch, section 3.2.4.

    >>> sigmoid(np.array([-1000.0, 0.0, 2.0])).round(4)
    array([0.    , 0.5   , 0.8808])
    """
    # TODO: let z be the exponential of minus the absolute value of x, which is never above 1
    # TODO: where x is negative return z / (1 + z), elsewhere 1 / (1 + z)
    z = np.exp(-np.abs(x))
    return np.where(x < 0, z, 1.0) / (1.0 + z)


def sigmoid_grad(x):
    """The slope of the sigmoid at every element: σ′(x) = σ(x) · (1 − σ(x)).

    x: a float64 array of any shape, what goes into the sigmoid, not what comes out of it.
    Returns a float64 array of the same shape; x is left unchanged.

    Source: Deep Learning from Scratch, section 5.5.2.

    >>> sigmoid_grad(np.array([-1000.0, 0.0, 2.0])).round(4)
    array([0.   , 0.25 , 0.105])
    """
    # TODO: apply the sigmoid to x
    # TODO: return it times one minus it
    y = sigmoid(x)
    return y * (1.0 - y)
