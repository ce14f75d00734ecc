"""The smallest network: one matrix of weights, from two inputs to the scores of three classes."""

from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error


class SimpleNet:
    """Scores of three classes: x · W, without a bias.

    W: (2, 3) weights, drawn from the standard normal distribution with rng alone. Every method
    reads them from there. No method changes its inputs: x, t and W are left unchanged.

    Source: Deep Learning from Scratch, section 4.4.2.

    >>> import numpy as np
    >>> net = SimpleNet(np.random.default_rng(0))
    >>> net.W = np.array([[0.5, 1.0, -1.0], [1.0, 0.0, 2.0]])
    >>> x, t = np.array([2.0, 1.0]), np.array([0, 1, 0])
    >>> net.predict(x)
    array([2., 2., 0.])
    >>> print(round(net.loss(x, t), 6))
    0.758623
    >>> net.gradient(x, t).round(4)
    array([[ 0.9366, -1.0634,  0.1268],
           [ 0.4683, -0.5317,  0.0634]])
    """

    def __init__(self, rng):
        """Draw the weights W. rng: a numpy.random.Generator."""
        # TODO: set self.W to a (2, 3) array of standard normal numbers drawn with rng
        raise NotImplementedError

    def predict(self, x):
        """The scores of the three classes, before softmax: x · W.

        x: (2,) for one sample or (N, 2) for a batch. Returns (3,) or (N, 3).
        """
        # TODO: return the matrix product of x and W
        raise NotImplementedError

    def loss(self, x, t):
        """The cross-entropy of the softmax of the scores, averaged over a batch.

        x: as in predict; t: class numbers or one-hot labels, as cross_entropy_error takes them.
        Returns a float, also for scores of 1000: softmax does not overflow, and with the 1e-7 of
        cross_entropy_error a probability of 0 costs −log(1e-7) and not infinity.
        """
        # TODO: turn the scores into probabilities
        # TODO: return their cross-entropy
        raise NotImplementedError

    def gradient(self, x, t):
        """The slope of the loss in every weight, by numerical_gradient. Returns (2, 3).

        x, t: as in loss. W has its old values afterwards. The loss's 1e-7 may be left out.
        """
        # TODO: hand numerical_gradient a function that ignores its argument and returns the loss
        # TODO: let it vary self.W itself, because the loss reads self.W and no copy of it
        raise NotImplementedError
