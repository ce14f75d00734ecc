"""Numerical gradient: the central difference for every element of an array."""

import numpy as np


def numerical_gradient(f, x):
    """Central difference in every element: ∂f/∂xᵢ ≈ (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h, h = 1e-4.

    f: a function of an array that returns a number; x: a float64 array of any shape.
    Returns a float64 array of x's shape. f is called 2 · x.size times, each time with one element
    of x moved and all the others where they were.

    x itself is changed while f is called and restored exactly afterwards, because f may ignore its
    argument and read the array from elsewhere, as `lambda W: net.loss(x, t)` does.

    Source: Deep Learning from Scratch, section 4.4.

    >>> numerical_gradient(lambda x: x[0] ** 2 + 3 * x[1], np.array([2.0, 5.0]))
    array([4., 3.])
    """
    # TODO: make an array for the gradient, shaped like x
    # TODO: visit every index of x (np.ndindex gives them for any number of dimensions)
    # TODO: remember x[index]; set x[index] a step h = 1e-4 up, then down, and call f(x) each time
    # TODO: store the central difference, and put the remembered value back
    # TODO: return the gradient
    raise NotImplementedError
