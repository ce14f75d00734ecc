"""The affine layer: a matrix product and a bias, forward and backward."""

import numpy as np


class Affine:
    """A layer that computes x W + b.

    W: weights (D, H); b: biases (H,). The layer keeps these very arrays, not copies, so that it
    sees every in-place update; forward and backward leave W and b unchanged. backward stores the
    gradients as dW (D, H) and db (H,).

    Source: Deep Learning from Scratch, section 5.6.

    >>> affine = Affine(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([0.5, 0.0, -0.5]))
    >>> affine.forward(np.array([[1.0, 1.0], [0.0, 2.0]]))
    array([[ 5.5,  7. ,  8.5],
           [ 8.5, 10. , 11.5]])
    >>> affine.backward(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]))
    array([[ 1.,  4.],
           [ 6., 12.]])
    >>> affine.db
    array([1., 0., 2.])
    """

    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None  # the last input, as rows
        self.x_shape = None  # the shape that it came in
        self.dW = None
        self.db = None

    def forward(self, x):
        """x W + b for each sample.

        x: N samples of any shape with D numbers each: (N, D), or for example (N, C, H, W) images,
        which are flattened to rows. Returns (N, H). x is left unchanged.
        """
        # TODO: remember the shape of x, and x itself as one row for each sample
        # TODO: return the rows times W, plus b
        raise NotImplementedError

    def backward(self, dout):
        """The gradients dW = xᵀ dout and db = Σₙ dout, and the return value dx = dout Wᵀ.

        dout: ∂L/∂output, (N, H), left unchanged. dW and db replace those of the call before.
        Returns ∂L/∂x in the shape in which x came.
        """
        # TODO: store dW, which has the shape of W, and db, which has the shape of b
        # TODO: return dx in the shape in which x came
        raise NotImplementedError
