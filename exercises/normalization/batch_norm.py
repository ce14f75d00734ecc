"""Batch normalization: every feature gets mean 0 and variance 1, then a scale and a shift."""

import numpy as np


class BatchNormalization:
    """Normalizes each feature over the batch: y = γ·xn + β with xn = (x − μ) / √(σ² + ε).

    gamma, beta: γ and β, arrays of shape (D,), kept and not copied, so that an optimizer's
    in-place updates show here. ε = 1e-6. In training μ and σ² are the batch's mean and variance
    (the biased one, divided by N); at inference they are running_mean and running_var, of shape
    (D,), which start at zero where none are handed in, also for a layer that has never been
    trained, and make one move with each forward pass in training:
        r ← momentum · r + (1 − momentum) · (the batch's mean or variance)
    A running_mean and a running_var handed in are left unchanged; the attributes get new arrays.

    Source: Deep Learning from Scratch, section 6.3; Ioffe and Szegedy, Batch Normalization (2015).

    >>> bn = BatchNormalization(np.array([2.0, 1.0]), np.array([0.0, 1.0]))
    >>> x = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 10.0]])
    >>> print(bn.forward(x).round(4))
    [[-2.4495 -0.2247]
     [ 0.      1.    ]
     [ 2.4495  2.2247]]
    >>> print(bn.running_mean.round(4), bn.running_var.round(4))
    [0.3 0.6] [0.2667 1.0667]
    """

    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.running_mean = running_mean
        self.running_var = running_var
        self.dgamma = None
        self.dbeta = None

    def forward(self, x, train_flg=True):
        """Normalize x, (N, D), and return an array of its shape; x is left unchanged.

        train_flg: true in training, which updates the running statistics; false at inference,
        which only uses them and changes nothing.
        """
        # TODO: if there are no running statistics yet, start both at zeros, one for each feature
        # TODO: in training, take mean and variance of each feature over the batch
        # TODO: in training, let the running statistics follow them
        # TODO: at inference, use the running statistics instead
        # TODO: normalize; in training, remember what backward needs
        # TODO: return the scaled and shifted result
        raise NotImplementedError

    def backward(self, dout):
        """The gradients of the last forward pass in training, where μ and σ² depend on x, too.

        dout: (N, D), the gradient with respect to y, left unchanged. Stores the gradients with
        respect to γ and β in dgamma and dbeta, shape (D,), and returns that with respect to x,
        shape (N, D), where dxn = γ · dout and the means are over the batch:
            dx = (dxn − mean(dxn) − xn · mean(dxn · xn)) / √(σ² + ε)
        """
        # TODO: work out dbeta and dgamma, sums over the batch
        # TODO: work out dxn, the gradient with respect to the normalized input
        # TODO: return dx
        raise NotImplementedError
