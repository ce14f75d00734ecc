"""Mini-batches: a few samples at a time instead of all of them."""

import numpy as np


def mini_batch(x, t, batch_size, rng):
    """Draw batch_size samples at random: rows of x with the matching rows of t.

    x: N samples, of shape (N, …); t: their labels, of shape (N,) or (N, K); batch_size: how many
    to draw; rng: the numpy.random.Generator to draw with.
    Returns the tuple (x_batch, t_batch). Each of the N rows can be drawn, each as likely as any
    other, whether a row may come twice, as in the book, or not. x and t are left unchanged.

    Source: Deep Learning from Scratch, section 4.2.3.

    >>> x, t = np.array([[0.0, 0.5], [1.0, 1.5], [2.0, 2.5]]), np.array([0, 1, 2])
    >>> mini_batch(x, t, 2, np.random.default_rng(0))
    (array([[2. , 2.5],
           [1. , 1.5]]), array([2, 1]))
    """
    # TODO: draw batch_size of the row numbers 0 to N - 1 with rng
    # TODO: return these rows of x, and the same rows of t
    rows = rng.choice(len(x), batch_size)
    return x[rows], t[rows]


def epoch_batches(train_size, batch_size, rng):
    """Share the numbers 0 to train_size − 1 out to batches, in random order, each number once.

    rng: the numpy.random.Generator that shuffles. Returns a list of integer arrays of shape
    (batch_size,), of which only the last may be shorter; none is empty.

    >>> epoch_batches(5, 2, np.random.default_rng(0))
    [array([2, 4]), array([3, 0]), array([1])]
    """
    # TODO: put the numbers in random order with rng
    # TODO: cut them into pieces of batch_size, and keep what is left over as the last piece
    # TODO: return the pieces as a list
    order = rng.permutation(train_size)
    return [order[start : start + batch_size] for start in range(0, train_size, batch_size)]
