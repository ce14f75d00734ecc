"""AdaGrad: a learning rate for every element, which shrinks as the element moves."""

import numpy as np


class AdaGrad:
    """AdaGrad: h ← h + (∂L/∂W)², then W ← W − η · (∂L/∂W) / (√h + 1e-7).

    lr: the learning rate η. Every parameter has an h of its own, shaped like it and zero before
    the first update. The 1e-7 stands outside the root; it keeps 0/0 away.

    Source: Deep Learning from Scratch, section 6.1.5; Duchi, Hazan and Singer (2011).

    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = AdaGrad(lr=0.1)
    >>> optimizer.update(params, {"W": np.array([3.0, -0.003])})
    >>> print(params["W"].round(4))
    [0.9 2.1]
    >>> optimizer.update(params, {"W": np.array([4.0, -0.004])})
    >>> print(params["W"].round(4))
    [0.82 2.18]
    """

    def __init__(self, lr=0.01):
        # TODO: remember lr
        # TODO: set h to None, because the parameters' shapes are not known yet
        raise NotImplementedError

    def update(self, params, grads):
        """Take one step.

        params: a dict of float64 arrays, which are changed in place; grads: the gradients under
        the same keys, left unchanged.
        """
        # TODO: on the first call, give each key an h of zeros, shaped like its parameter
        # TODO: for each key, add the squared gradient to h
        # TODO: then subtract lr times the gradient, divided by the root of h plus 1e-7, in place
        raise NotImplementedError
