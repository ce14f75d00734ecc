"""The sigmoid layer: forward, and backward from its own output."""

import numpy as np

from ..activations.sigmoid import sigmoid


class Sigmoid:
    """A layer that computes y = 1 / (1 + e⁻ˣ) for each element.

    Source: Deep Learning from Scratch, section 5.5.2.

    >>> layer = Sigmoid()
    >>> layer.forward(np.array([[0.0, np.log(3.0)]]))
    array([[0.5 , 0.75]])
    >>> layer.backward(np.array([[1.0, -2.0]]))
    array([[ 0.25 , -0.375]])
    """

    def __init__(self):
        self.out = None  # the last output y

    def forward(self, x):
        """y = sigmoid(x) for each element.

        x: an array of any shape, left unchanged. Returns an array of x's shape.
        """
        # TODO: compute the sigmoid of x (it can be imported), remember it, and return it
        raise NotImplementedError

    def backward(self, dout):
        """∂L/∂x = dout · y · (1 − y), with y from the last forward call.

        dout: ∂L/∂output, an array of x's shape, left unchanged. Returns an array of that shape.
        """
        # TODO: return dout times the derivative, written with the remembered output
        raise NotImplementedError
