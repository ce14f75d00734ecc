import numpy as np

from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error


class SimpleNet:
    def __init__(self, rng):
        self.W = np.zeros((2, 3))
        for i in range(2):
            for j in range(3):
                self.W[i, j] = rng.normal()
        print("W:", self.W)

    def predict(self, x):
        if x.ndim == 1:
            scores = np.zeros(3)
            for j in range(3):
                for i in range(2):
                    scores[j] += x[i] * self.W[i, j]
            return scores
        rows = []
        for sample in x:
            rows.append(self.predict(sample))
        return np.array(rows)

    def loss(self, x, t):
        scores = self.predict(x)
        y = softmax(scores)
        return cross_entropy_error(y, t)

    def gradient(self, x, t):
        def f(W):
            return self.loss(x, t)

        grad = numerical_gradient(f, self.W)
        print("gradient:", grad)
        return grad
