"""Softmax: scores become probabilities."""

import numpy as np


def softmax(x):
    """Turn the scores along the last axis into probabilities: yₖ = exp(xₖ − m) / Σⱼ exp(xⱼ − m).

    m is the largest score of the row. It cancels, so the result is that of exp(xₖ) / Σⱼ exp(xⱼ),
    but no exponent is above 0 and nothing overflows.

    x: a float64 array of scores, (K,) for one sample, (N, K) for a batch, or any further
    dimensions before the last. Returns an array of the same shape; along its last axis it sums
    to 1. x is left unchanged.

    Source: Deep Learning from Scratch, section 3.5.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1001.0]])).round(4)
    array([[0.5   , 0.5   ],
           [0.2689, 0.7311]])
    """
    # TODO: subtract from every row its own largest score (keepdims=True keeps the rows aligned)
    # TODO: take the exponentials
    # TODO: divide every row by its own sum
    exp = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return exp / np.sum(exp, axis=-1, keepdims=True)
