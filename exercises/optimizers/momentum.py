"""Momentum: the steps add up to a velocity, like a ball that rolls downhill."""

import numpy as np


class Momentum:
    """Gradient descent with momentum: v ← μ·v − η·∂L/∂W, then W ← W + v.

    lr: the learning rate η; momentum: μ, the part of the velocity that is left after a step.
    Every parameter has a velocity of its own, zero before the first update.

    Source: Deep Learning from Scratch, section 6.1.4.

    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = Momentum(lr=0.1, momentum=0.5)
    >>> optimizer.update(params, {"W": np.array([5.0, -10.0])})
    >>> print(params["W"])
    [0.5 3. ]
    >>> optimizer.update(params, {"W": np.array([5.0, -10.0])})
    >>> print(params["W"])
    [-0.25  4.5 ]
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
        # TODO: for each key, work out the new velocity and store it
        # TODO: add the new velocity to the parameter, in place
        raise NotImplementedError
