"""The training loop: draw a mini-batch, take its gradient, move every parameter, and again."""

from .mini_batch import mini_batch


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, learning_rate, rng):
    """Train a network by mini-batch gradient descent: p ← p − learning_rate · ∂L/∂p.

    network: an object with params, a dict of float64 arrays under any names, and the methods
    gradient(x, t) → dict with the same keys, loss(x, t) → float and accuracy(x, t) → float.
    x_train, t_train, x_test, t_test: samples and their labels, left unchanged.
    iterations: how many updates, each with a new batch and one call of gradient; batch_size:
    samples drawn for each, with mini_batch; it may exceed their number, where mini_batch draws a
    row more than once. rng: the numpy.random.Generator that draws the batches.

    Every array in network.params is updated in place, because layers may hold it as well.

    Returns a dict of three lists:
    "loss": after each update, the network's loss of the batch that it was made with;
    "train_accuracy", "test_accuracy": the accuracies on all training and all test samples, once an
    epoch, after update number i (from 0) whenever i is a multiple of
    max(train_size // batch_size, 1).

    Source: Deep Learning from Scratch, section 4.5.2.

    >>> import numpy as np
    >>> from ..networks.two_layer_net import TwoLayerNet
    >>> rng = np.random.default_rng(0)
    >>> x, t = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> settings = dict(iterations=3, batch_size=2, learning_rate=1.0, rng=rng)
    >>> history = train(TwoLayerNet(2, 3, 2, rng=rng), x, t, x, t, **settings)
    >>> {name: len(history[name]) for name in ("loss", "train_accuracy", "test_accuracy")}
    {'loss': 3, 'train_accuracy': 3, 'test_accuracy': 3}
    """
    # TODO: in each iteration, draw a mini-batch and take the network's gradient of it
    # TODO: subtract learning_rate times its gradient from every array in network.params, in place
    # TODO: record the loss of this batch
    # TODO: once an epoch, record the accuracies on all training and all test samples
    # TODO: return the three lists as a dict
    raise NotImplementedError
