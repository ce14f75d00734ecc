"""A network of affine layers and ReLU that learns the digits with a learner's layers in it."""

from itertools import pairwise

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays
from solutions.backpropagation.affine import Affine
from solutions.backpropagation.relu_layer import Relu
from solutions.backpropagation.softmax_with_loss import SoftmaxWithLoss


class Foreign:
    """A learner's layer, which works differently in training."""

    def __init__(self, layer):
        self._layer = layer
        self._arrays = SameArrays()

    def forward(self, x, train_flg):
        return self._layer.forward(self._arrays.array("x", x), train_flg)

    def backward(self, dout):
        return self._layer.backward(self._arrays.array("dout", dout))


class Stack:
    """norm, drop: make a learner's layer for that many units, to stand before or after a ReLU.

    Only the affine layers learn; what their layers have to learn stays as it began.
    """

    def __init__(self, hidden, weight_std, norm=None, drop=None):
        rng = np.random.default_rng(0)
        self._layers = []
        for n_in, n_out in pairwise([PIXELS, *hidden, CLASSES]):
            W = weight_std * rng.standard_normal((n_in, n_out))
            self._layers.append(Affine(W, np.zeros(n_out)))
            if n_out != CLASSES:
                self._layers += [Foreign(norm(n_out))] if norm else []
                self._layers += [Relu()]
                self._layers += [Foreign(drop(n_out))] if drop else []

    def scores(self, x, train_flg=False):
        for layer in self._layers:
            foreign = isinstance(layer, Foreign)
            x = layer.forward(x, train_flg) if foreign else layer.forward(x)
        return x

    def accuracy(self, x, t):
        return np.mean(self.scores(x).argmax(axis=1) == t)

    def learn(self, x, t, lr):
        """Take a step of gradient descent; the accuracy on this batch before it."""
        scores = self.scores(x, train_flg=True)
        last = SoftmaxWithLoss()
        last.forward(scores, t)
        dout = last.backward()
        for layer in reversed(self._layers):
            dout = layer.backward(dout)
            if isinstance(layer, Affine):
                layer.W -= lr * layer.dW
                layer.b -= lr * layer.db
        return np.mean(scores.argmax(axis=1) == t)
