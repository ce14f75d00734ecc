"""Mini-batches: a few samples at a time instead of all of them."""

import numpy as np


def mini_batch(x, t, batch_size, rng):
    """Draw batch_size samples at random: rows of x with the matching rows of t.

    x: N samples, of shape (N, …); t: their labels, of shape (N,) or (N, K); batch_size: how many
    to draw; rng: the numpy.random.Generator to draw with.
    Returns the tuple (x_batch, t_batch). Each row of the batch is drawn by itself: a stretch of
    neighbouring rows is no random batch. Each of the N rows is as likely as any other, whether a
    row may come twice, as in the book, or not. x and t are left unchanged.

    Source: Deep Learning from Scratch, section 4.2.3.

    >>> x, t = np.array([[0.0, 0.5], [1.0, 1.5], [2.0, 2.5]]), np.array([0, 1, 2])
    >>> x_batch, t_batch = mini_batch(x, t, 2, np.random.default_rng(0))
    >>> x_batch.shape, t_batch.shape
    ((2, 2), (2,))
    >>> print(np.all(x_batch[:, 0] == t_batch))  # whichever rows were drawn
    True
    """
    # TODO: draw batch_size of the row numbers 0 to N - 1 with rng
    # TODO: return these rows of x, and the same rows of t
    rows = rng.choice(len(x), batch_size)
    return x[rows], t[rows]


def epoch_batches(train_size, batch_size, rng):
    """Share the numbers 0 to train_size − 1 out to batches, in random order, each number once.

    rng: the numpy.random.Generator that shuffles, the numbers and not ready-made batches. Returns
    a list of integer arrays of shape (batch_size,), of which only the last may be shorter; none is
    empty.

    >>> batches = epoch_batches(5, 2, np.random.default_rng(0))
    >>> [len(batch) for batch in batches], sorted(np.concatenate(batches).tolist())
    ([2, 2, 1], [0, 1, 2, 3, 4])
    """
    # TODO: put the numbers in random order with rng
    # TODO: cut them into pieces of batch_size, and keep what is left over as the last piece
    # TODO: return the pieces as a list
    order = rng.permutation(train_size)
    return [order[start : start + batch_size] for start in range(0, train_size, batch_size)]
