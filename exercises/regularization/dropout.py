"""Dropout: leave out random units while training, so that no unit relies on another."""

import numpy as np


class Dropout:
    """A layer that drops each element of its input with probability dropout_ratio.

    This is the book's form: in training the elements that stay are not scaled; at inference
    everything stays and is multiplied by 1 − dropout_ratio. (The other form, inverted dropout,
    divides by 1 − dropout_ratio in training instead.)

    dropout_ratio: the probability of being dropped, 0.5 by default;
    rng: the numpy.random.Generator that draws the masks, and nothing else does; None makes a new
    one.

    Source: Deep Learning from Scratch, section 6.4.3; Srivastava et al. (2014), "Dropout: A Simple
    Way to Prevent Neural Networks from Overfitting".

    >>> dropout = Dropout(0.5, rng=np.random.default_rng(1))
    >>> x = np.array([[1.0, 2.0, 3.0, 4.0]])
    >>> stays = dropout.forward(x) == x  # by chance, 0 elsewhere
    >>> dout = np.array([[0.1, 0.2, 0.3, 0.4]])
    >>> print(np.array_equal(dropout.backward(dout), dout * stays))
    True
    >>> dropout.forward(x, train_flg=False)
    array([[0.5, 1. , 1.5, 2. ]])
    """

    def __init__(self, dropout_ratio=0.5, rng=None):
        self.dropout_ratio = dropout_ratio
        self.rng = np.random.default_rng(rng)
        self.mask = None

    def forward(self, x, train_flg=True):
        """Drop elements of x in training, scale all of x at inference.

        x: an array of any shape, left unchanged. Returns an array of x's shape.
        In training each call draws a new mask, with a draw of its own for every element: it stays
        where a uniform draw from [0, 1) is greater than dropout_ratio, and becomes 0 elsewhere.
        At inference (train_flg=False) nothing is drawn, and the mask of the last training call
        is kept.
        """
        # TODO: in training, draw a uniform number for each element of x from self.rng
        # TODO: remember in self.mask where it exceeds the ratio, and return x with the rest zeroed
        # TODO: at inference, return x times the probability of staying
        raise NotImplementedError

    def backward(self, dout):
        """Let the gradient pass where the last training call let x pass.

        dout: ∂L/∂output, an array of x's shape, left unchanged.
        Returns ∂L/∂x = dout where the element stayed, and 0 where it was dropped.
        """
        # TODO: pass dout on through the remembered mask
        raise NotImplementedError
