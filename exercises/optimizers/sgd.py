"""Stochastic gradient descent: every parameter goes a small step against its gradient."""


class SGD:
    """Stochastic gradient descent: W ← W − η · ∂L/∂W.

    lr: the learning rate η.

    Source: Deep Learning from Scratch, section 6.1.2.

    >>> import numpy as np
    >>> params = {"W": np.array([1.0, 2.0])}
    >>> SGD(lr=0.1).update(params, {"W": np.array([5.0, -10.0])})
    >>> print(params["W"])
    [0.5 3. ]
    """

    def __init__(self, lr=0.01):
        # TODO: remember lr
        raise NotImplementedError

    def update(self, params, grads):
        """Take one step.

        params: a dict of float64 arrays, which are changed in place, so that a layer which holds
        one of them sees its new values; grads: the gradients under the same keys, left unchanged.
        """
        # TODO: for each key, subtract lr times its gradient from its parameter, in place
        raise NotImplementedError
