"""Initial weights: random, and just large enough that signals keep their size."""

import numpy as np


def normal_init(n_in, n_out, std, rng):
    """Normally distributed weights with mean 0 and a standard deviation of your choice.

    n_in, n_out: the numbers of inputs and of units; std: the standard deviation;
    rng: the numpy.random.Generator that all randomness comes from, a draw for each weight.
    Returns a float64 array of shape (n_in, n_out).

    Source: Deep Learning from Scratch, section 6.2.

    >>> W = normal_init(300, 200, 0.01, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(3))
    (300, 200) 0.01
    """
    # TODO: draw an (n_in, n_out) array of standard normal numbers from rng
    # TODO: scale it to the standard deviation std
    return std * rng.standard_normal((n_in, n_out))


def xavier_init(n_in, n_out, rng):
    """Xavier's initial weights, for sigmoid and tanh: normal with standard deviation √(1 / n_in).

    n_in, n_out: the numbers of inputs and of units; rng: a numpy.random.Generator.
    Returns a float64 array of shape (n_in, n_out). This is the book's form; Glorot and Bengio's
    own √(2 / (n_in + n_out)) is the same where n_in = n_out.

    Source: Deep Learning from Scratch, section 6.2.2; Glorot and Bengio (2010).

    >>> print(xavier_init(400, 150, np.random.default_rng(0)).std().round(2))
    0.05
    """
    # TODO: draw normal weights with the standard deviation of the formula
    return normal_init(n_in, n_out, np.sqrt(1 / n_in), rng)


def he_init(n_in, n_out, rng):
    """He's initial weights, for ReLU: normal with standard deviation √(2 / n_in).

    n_in, n_out: the numbers of inputs and of units; rng: a numpy.random.Generator.
    Returns a float64 array of shape (n_in, n_out). ReLU silences half of its inputs, so twice
    Xavier's variance keeps the signal's size; the root covers the whole fraction.

    Source: Deep Learning from Scratch, section 6.2.3; He, Zhang, Ren and Sun (2015).

    >>> print(he_init(50, 600, np.random.default_rng(0)).std().round(2))
    0.2
    """
    # TODO: draw normal weights with the standard deviation of the formula
    return normal_init(n_in, n_out, np.sqrt(2 / n_in), rng)
