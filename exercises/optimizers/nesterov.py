"""Nesterov's accelerated gradient: momentum that looks one step ahead."""

import numpy as np


class Nesterov:
    """Nesterov momentum: W ← W + μ²·v − (1 + μ)·η·∂L/∂W, then v ← μ·v − η·∂L/∂W.

    lr: the learning rate η; momentum: μ, the part of the velocity that is left after a step.
    Every parameter has a velocity of its own, zero before the first update. The parameter moves
    by the velocity from before the step; with the new one its move is written μ·v − η·∂L/∂W.

    Source: Bengio, Boulanger-Lewandowski and Pascanu, Advances in Optimizing Recurrent Networks
    (2013), section 3.5.

    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = Nesterov(lr=0.1, momentum=0.5)
    >>> optimizer.update(params, {"W": np.array([5.0, -10.0])})
    >>> print(params["W"])
    [0.25 3.5 ]
    >>> optimizer.update(params, {"W": np.array([5.0, -10.0])})
    >>> print(params["W"])
    [-0.625  5.25 ]
    """

    def __init__(self, lr=0.01, momentum=0.9):
        # TODO: remember lr and momentum
        # TODO: set the velocities to None, because the parameters' shapes are not known yet
        raise NotImplementedError

    def update(self, params, grads):
        """Take one step.

        params: a dict of float64 arrays, which are changed in place; grads: the gradients under
        the same keys, left unchanged.
        """
        # TODO: on the first call, give each key a velocity of zeros, shaped like its parameter
        # TODO: for each key, move the parameter in place, using the old velocity
        # TODO: only then store the new velocity
        raise NotImplementedError
