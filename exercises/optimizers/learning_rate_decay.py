"""Learning-rate decay: large steps at first, small ones near the end."""

import numpy as np


def inverse_time_decay(lr, decay_rate, epoch):
    """The learning rate falls like one over the time: η = lr / (1 + k · epoch).

    lr: the initial learning rate, that of epoch 0; decay_rate: k; epoch: 0, 1, 2, …
    Returns a float, always worked out from the initial lr.

    Source: Stanford CS231n, Neural Networks part 3, Annealing the learning rate.

    >>> print(round(inverse_time_decay(0.1, 0.25, 4), 6))
    0.05
    """
    # TODO: divide lr by one plus decay_rate times epoch
    raise NotImplementedError


def step_decay(lr, drop, epochs_per_drop, epoch):
    """The learning rate falls in steps: η = lr · drop^⌊epoch / epochs_per_drop⌋.

    lr: the initial learning rate; drop: what it is multiplied with at each step down;
    epochs_per_drop: the number of epochs from one step down to the next; epoch: 0, 1, 2, …
    Returns a float, always worked out from the initial lr.

    Source: Stanford CS231n, Neural Networks part 3, Annealing the learning rate.

    >>> print(round(step_decay(0.8, 0.5, 10, 9), 6), round(step_decay(0.8, 0.5, 10, 20), 6))
    0.8 0.2
    """
    # TODO: count the steps down so far, in whole numbers
    # TODO: multiply lr with drop to the power of that count
    raise NotImplementedError


def exponential_decay(lr, decay_rate, epoch):
    """The learning rate falls by the same factor each epoch: η = lr · e^(−k · epoch).

    lr: the initial learning rate; decay_rate: k; epoch: 0, 1, 2, …
    Returns a float, always worked out from the initial lr.

    Source: Stanford CS231n, Neural Networks part 3, Annealing the learning rate.

    >>> print(round(exponential_decay(0.5, 0.25, 4), 6))
    0.18394
    """
    # TODO: multiply lr with the exponential of minus decay_rate times epoch
    raise NotImplementedError
