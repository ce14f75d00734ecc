"""RMSProp: AdaGrad that forgets, so that its steps do not die away."""

import numpy as np


class RMSProp:
    """RMSProp: h ← ρ·h + (1 − ρ)·(∂L/∂W)², then W ← W − η · (∂L/∂W) / (√h + 1e-7).

    lr: the learning rate η; decay_rate: ρ, the part of h that is kept. Every parameter has an h
    of its own, shaped like it and zero before the first update. There is no bias correction.
    The 1e-7 stands outside the root; it keeps 0/0 away.

    Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012); named
    in Deep Learning from Scratch, section 6.1.5.

    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = RMSProp(lr=0.1, decay_rate=0.75)
    >>> optimizer.update(params, {"W": np.array([3.0, -0.003])})
    >>> print(params["W"].round(4))
    [0.8 2.2]
    >>> optimizer.update(params, {"W": np.array([1.5, -0.0015])})
    >>> print(params["W"].round(4))
    [0.7 2.3]
    """

    def __init__(self, lr=0.01, decay_rate=0.99):
        # TODO: remember lr and decay_rate
        # TODO: set h to None, because the parameters' shapes are not known yet
        raise NotImplementedError

    def update(self, params, grads):
        """Take one step.

        params: a dict of float64 arrays, which are changed in place; grads: the gradients under
        the same keys, left unchanged.
        """
        # TODO: on the first call, give each key an h of zeros, shaped like its parameter
        # TODO: for each key, keep decay_rate of h and mix in the rest of the squared gradient
        # TODO: then subtract lr times the gradient, divided by the root of h plus 1e-7, in place
        raise NotImplementedError
