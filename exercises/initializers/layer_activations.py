"""What becomes of a signal on its way through many layers: the five-layer experiment."""

import numpy as np


def layer_activations(x, init, activation, layer_count, rng):
    """The activations of each layer of a deep network without biases: zₗ = activation(zₗ₋₁ · Wₗ).

    x: (N, D), the input z₀, left unchanged; every layer has D units, too.
    init: init(n_in, n_out, rng) returns the (n_in, n_out) weights of a layer; it is called once a
    layer, with this function's rng. activation: activation(a) returns an array of a's shape.
    layer_count: the number of layers; rng: a numpy.random.Generator.
    Returns the list of z₁, z₂, …, one array of shape (N, D) for each layer; x is not in it.

    Source: Deep Learning from Scratch, section 6.2.2.

    >>> def double(n_in, n_out, rng):
    ...     return 2 * np.eye(n_in, n_out)
    >>> x, rng = np.array([[1.0, -1.0]]), np.random.default_rng(0)
    >>> [z.tolist() for z in layer_activations(x, double, abs, 3, rng)]
    [[[2.0, 2.0]], [[4.0, 4.0]], [[8.0, 8.0]]]
    """
    # TODO: for each layer, ask init for new weights: as many units as inputs
    # TODO: multiply the layer's input by them, then apply the activation
    # TODO: record the result, which is the next layer's input
    # TODO: return the list of results
    raise NotImplementedError
