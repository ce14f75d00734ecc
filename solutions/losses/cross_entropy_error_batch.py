"""Cross-entropy of a batch: the average over its samples."""

import numpy as np


def cross_entropy_error(y, t):
    """Cross-entropy averaged over a batch: E = −(1/N) Σₙ Σₖ tₙₖ · log(yₙₖ + 1e-7).

    y: (N, K) probabilities, or (K,) for a single sample; t: one-hot labels of the same shape.
    Returns a float. A single sample is a batch of one. y and t are left unchanged.

    Source: Deep Learning from Scratch, section 4.2.3.

    >>> y = np.array([[0.25, 0.5, 0.25], [0.8, 0.1, 0.1]])
    >>> t = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    >>> print(round(cross_entropy_error(y, t), 6))
    0.458145
    """
    # TODO: if y is a single sample, reshape y and t to batches of one row
    # TODO: sum -t * log(y + 1e-7) over the whole batch
    # TODO: return the sum divided by the number of samples
    if y.ndim == 1:
        y = y.reshape(1, y.size)
        t = t.reshape(1, t.size)
    return -np.sum(t * np.log(y + 1e-7)) / y.shape[0]
