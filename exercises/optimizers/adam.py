"""Adam: momentum and RMSProp together, both corrected for starting at zero."""

import numpy as np


class Adam:
    """Adam: running means of the gradient and of its square, corrected for their start at zero.

    At step t = 1, 2, …, with the gradient g of a parameter W:
        m ← β₁·m + (1 − β₁)·g
        v ← β₂·v + (1 − β₂)·g²
        W ← W − η · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + 1e-7)

    lr: the learning rate η; beta1, beta2: β₁, β₂. Every parameter has an m and a v of its own,
    zero before the first update; t counts the updates, not the parameters. The paper's form is as
    good: m′ = m / (1 − β₁ᵗ) and v′ = v / (1 − β₂ᵗ), then W ← W − η · m′ / (√v′ + 1e-8).

    Source: Deep Learning from Scratch, section 6.1.6; Kingma and Ba, Adam: A Method for
    Stochastic Optimization (2015), algorithm 1 and the end of section 2.

    >>> params = {"W": np.array([1.0, 2.0])}
    >>> optimizer = Adam(lr=0.1)
    >>> optimizer.update(params, {"W": np.array([5.0, -0.5])})
    >>> print(params["W"].round(4))
    [0.9 2.1]
    >>> optimizer.update(params, {"W": np.array([-5.0, -0.5])})
    >>> print(params["W"].round(4))
    [0.9053 2.2   ]
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        # TODO: remember lr, beta1 and beta2
        # TODO: set t to 0, and m and v to None, because the parameters' shapes are not known yet
        raise NotImplementedError

    def update(self, params, grads):
        """Take one step.

        params: a dict of float64 arrays, which are changed in place; grads: the gradients under
        the same keys, left unchanged.
        """
        # TODO: on the first call, give each key an m and a v of zeros, shaped like its parameter
        # TODO: count the step, once for all parameters
        # TODO: for each key, mix the gradient into m and its square into v
        # TODO: then move the parameter against m, scaled and corrected by the formula, in place
        raise NotImplementedError
