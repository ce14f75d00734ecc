import numpy as np

from ..activations.sigmoid import sigmoid
from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error


class TwoLayerNet:
    def __init__(self, D, H, K, weight_init_std=0.01, rng=None):
        draw = (rng or np.random.default_rng()).normal
        self.params = dict(
            W2=draw(0, weight_init_std, (H, K)),
            W1=draw(0, weight_init_std, (D, H)),
            b1=np.zeros(H),
            b2=np.zeros(K),
        )

    def forward(self, x):
        p = self.params
        z = sigmoid(x @ p["W1"] + p["b1"])
        return z, softmax(z @ p["W2"] + p["b2"])

    def predict(self, x):
        return self.forward(x)[1]

    def loss(self, x, t):
        return cross_entropy_error(self.predict(x), t)

    def accuracy(self, x, t):
        return float((self.predict(x).argmax(1) == (t.argmax(1) if t.ndim > 1 else t)).mean())

    def numerical_gradient(self, x, t):
        return {k: numerical_gradient(lambda _: self.loss(x, t), p) for k, p in self.params.items()}

    def gradient(self, x, t):
        z, d2 = self.forward(x)
        t = t.argmax(1) if t.ndim > 1 else t
        d2[np.arange(len(t)), t] -= 1
        d2 /= len(t)
        d1 = d2 @ self.params["W2"].T * z * (1 - z)
        return dict(W1=x.T @ d1, b1=d1.sum(0), W2=z.T @ d2, b2=d2.sum(0))
