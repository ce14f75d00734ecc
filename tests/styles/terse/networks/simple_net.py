import numpy as np

from ..activations.softmax import softmax
from ..losses.cross_entropy_error_label import cross_entropy_error


class SimpleNet:
    def __init__(self, rng):
        self.W = rng.normal(size=(2, 3))

    def predict(self, x):
        return x @ self.W

    def loss(self, x, t):
        return cross_entropy_error(softmax(x @ self.W), t)

    def gradient(self, x, t):
        from ..gradients.numerical_gradient import numerical_gradient

        return numerical_gradient(lambda W: self.loss(x, t), self.W)
