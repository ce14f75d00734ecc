"""Cross-entropy with class labels: pick the right probabilities, multiply by no zeros."""

import numpy as np


def cross_entropy_error(y, t):
    """Cross-entropy averaged over a batch: E = −(1/N) Σₙ log(yₙ,ₜₙ + 1e-7).

    y: (N, K) probabilities, or (K,) for a single sample.
    t: class numbers, integers of shape (N,), or one integer for a single sample (an element of a
       label array or a plain int); one-hot labels of y's shape work as well.
    Returns a float. y and t are left unchanged.

    Source: Deep Learning from Scratch, section 4.2.4.

    >>> y = np.array([[0.25, 0.5, 0.25], [0.8, 0.1, 0.1]])
    >>> labels = np.array([1, 0])
    >>> print(round(cross_entropy_error(y, labels), 6))
    0.458145
    >>> print(round(cross_entropy_error(y[0], labels[0]), 6))
    0.693147
    """
    # TODO: if t is one-hot (as many elements as y), turn it into class numbers
    # TODO: if y is a single sample, reshape it to a batch of one row
    # TODO: from row i pick the probability of class t[i], for all rows at once
    # TODO: return minus the mean of log(picked + 1e-7)
    if np.size(t) == y.size:
        t = np.argmax(t, axis=-1)
    y = np.atleast_2d(y)
    picked = y[np.arange(y.shape[0]), t]
    return -np.mean(np.log(picked + 1e-7))
