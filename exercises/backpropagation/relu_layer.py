"""The ReLU layer: negative numbers become 0, forward and backward."""

import numpy as np


class Relu:
    """A layer that computes max(0, x) for each element.

    Source: Deep Learning from Scratch, section 5.5.1.

    >>> relu = Relu()
    >>> relu.forward(np.array([[1.0, -0.5], [-2.0, 3.0]])) + 0.0  # which makes a 0 of a −0
    array([[1., 0.],
           [0., 3.]])
    >>> relu.backward(np.array([[0.1, 0.2], [0.3, -0.4]]))
    array([[ 0.1,  0. ],
           [ 0. , -0.4]])
    """

    def __init__(self):
        self.mask = None  # where the last x was positive

    def forward(self, x):
        """max(0, x) for each element.

        x: an array of any shape, left unchanged. Returns an array of x's shape.
        """
        # TODO: remember where x is greater than 0
        # TODO: return x there and 0 elsewhere, in a new array
        raise NotImplementedError

    def backward(self, dout):
        """∂L/∂x = dout where the last x was greater than 0, and 0 elsewhere (at x = 0 too).

        dout: ∂L/∂output, an array of x's shape, left unchanged. Returns an array of that shape.
        """
        # TODO: return dout where x was greater than 0 and 0 elsewhere, in a new array
        raise NotImplementedError
