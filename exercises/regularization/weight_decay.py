"""Weight decay: large weights cost something, so training keeps them small."""

import numpy as np


def weight_decay_loss(params, weight_decay_lambda):
    """What the weights cost: ½ λ Σ W², summed over every weight of every layer.

    params: a dict of arrays. Weights are the keys that start with "W" ("W1", "W2", …); all other
    keys ("b1", "gamma1", "beta1", …) cost nothing. weight_decay_lambda: λ, how much decay there is.
    params is left unchanged. Returns a float, to be added to the loss.

    Source: Deep Learning from Scratch, section 6.4.2.

    >>> params = {"W1": np.array([[1.0, -2.0], [3.0, 0.5]]), "b1": np.array([10.0, 10.0])}
    >>> print(round(weight_decay_loss(params, 0.1), 6))
    0.7125
    """
    # TODO: sum the squares of each array whose key starts with "W", over all such arrays
    # TODO: return half of that sum times weight_decay_lambda
    raise NotImplementedError


def weight_decay_gradient(params, grads, weight_decay_lambda):
    """The gradient of the loss with weight decay: ∂L/∂W + λ W.

    params: a dict of arrays; grads: a dict with the same keys, the gradient without weight decay;
    weight_decay_lambda: λ. params and grads are left unchanged.
    Returns a new dict with the keys of grads: λ W is added where the key starts with "W", all
    other gradients keep their value.

    Source: Deep Learning from Scratch, section 6.4.2.

    >>> params = {"W1": np.array([1.0, -2.0]), "b1": np.array([10.0])}
    >>> grads = {"W1": np.array([0.5, 0.5]), "b1": np.array([0.25])}
    >>> decayed = weight_decay_gradient(params, grads, 0.1)
    >>> print(decayed["W1"].round(6), decayed["b1"])
    [0.6 0.3] [0.25]
    """
    # TODO: make a new dict with the gradients, so that grads itself keeps its values
    # TODO: for each key that starts with "W", store the gradient plus weight_decay_lambda times W
    # TODO: return the new dict
    raise NotImplementedError
