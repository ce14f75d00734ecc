"""Validation data: a part of the training data, set aside to choose hyperparameters by."""

import numpy as np


def validation_split(x, t, validation_ratio, rng):
    """Shuffle the samples and set a part of them aside for validation.

    x: N samples, an array of shape (N, …); t: their N labels, (N,) or one-hot (N, K);
    validation_ratio: the part to set aside, from 0 to 1; rng: the numpy.random.Generator that
    shuffles, and nothing else does.
    x and t are left unchanged.

    Returns the tuple (x_train, t_train, x_val, t_val). x_val has int(N · validation_ratio)
    samples (rounded down), x_train all the others. Every sample is in exactly one of the two, is
    drawn at random, and keeps its own label.

    Source: Deep Learning from Scratch, section 6.5.1.

    >>> x, t = np.array([[0.0], [0.1], [0.2], [0.3], [0.4]]), np.array([0, 1, 2, 3, 4])
    >>> x_train, t_train, x_val, t_val = validation_split(x, t, 0.4, np.random.default_rng(0))
    >>> x_train.shape, x_val.shape
    ((3, 1), (2, 1))
    >>> sorted([*t_train.tolist(), *t_val.tolist()])
    [0, 1, 2, 3, 4]
    >>> print(np.allclose(x_val[:, 0], 0.1 * t_val))  # whichever samples were drawn
    True
    """
    # TODO: draw one random order of the sample numbers 0 … N - 1
    # TODO: the first int(N * validation_ratio) numbers of it are for validation, the rest to train
    # TODO: pick the rows of both x and t by these numbers, and return the four arrays
    raise NotImplementedError
