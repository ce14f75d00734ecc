"""One-hot labels: class numbers as rows of zeros with a single one."""

import numpy as np


def one_hot(labels, class_count):
    """Turn N class numbers into N one-hot rows.

    labels: (N,) integers from 0 to class_count - 1.
    labels is left unchanged.
    Returns a float64 array of shape (N, class_count): row i is 1 in column labels[i], 0 elsewhere.

    Source: Deep Learning from Scratch, section 4.2.

    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    # TODO: make a row of class_count zeros for each label
    # TODO: put a 1 into column labels[i] of row i, for all rows at once
    # TODO: return the rows
    raise NotImplementedError
