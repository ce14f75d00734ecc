import numpy as np

from ..activations.sigmoid import sigmoid
from ..activations.softmax import softmax
from ..gradients.numerical_gradient import numerical_gradient
from ..losses.cross_entropy_error_label import cross_entropy_error


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01, rng=None):
        if rng is None:
            rng = np.random.default_rng()
        W1 = np.zeros((input_size, hidden_size))
        for i in range(input_size):
            for j in range(hidden_size):
                W1[i, j] = weight_init_std * rng.standard_normal()
        W2 = np.zeros((hidden_size, output_size))
        for i in range(hidden_size):
            for j in range(output_size):
                W2[i, j] = weight_init_std * rng.standard_normal()
        self.params = {}
        self.params["b1"] = np.zeros(hidden_size)
        self.params["b2"] = np.zeros(output_size)
        self.params["W1"] = W1
        self.params["W2"] = W2
        print("a network of", input_size, hidden_size, output_size)

    def predict(self, x):
        a1 = np.dot(x, self.params["W1"]) + self.params["b1"]
        z1 = sigmoid(a1)
        a2 = np.dot(z1, self.params["W2"]) + self.params["b2"]
        return softmax(a2)

    def loss(self, x, t):
        loss = cross_entropy_error(self.predict(x), t)
        print("loss", loss)
        return loss

    def accuracy(self, x, t):
        y = self.predict(x)
        right = 0
        for n in range(len(x)):
            best = 0
            for k in range(y.shape[1]):
                if y[n, k] > y[n, best]:
                    best = k
            if t.ndim == 2:
                if t[n, best] == 1:
                    right += 1
            elif t[n] == best:
                right += 1
        return right / len(x)

    def numerical_gradient(self, x, t):
        grads = {}
        for key in self.params:

            def f(W):
                return self.loss(x, t)

            grads[key] = numerical_gradient(f, self.params[key])
        return grads

    def gradient(self, x, t):
        N = len(x)
        a1 = np.dot(x, self.params["W1"]) + self.params["b1"]
        z1 = sigmoid(a1)
        y = softmax(np.dot(z1, self.params["W2"]) + self.params["b2"])
        dW1 = np.zeros(self.params["W1"].shape)
        db1 = np.zeros(self.params["b1"].shape)
        dW2 = np.zeros(self.params["W2"].shape)
        db2 = np.zeros(self.params["b2"].shape)
        for n in range(N):
            d2 = np.zeros(y.shape[1])
            for k in range(y.shape[1]):
                if t.ndim == 2:
                    right = t[n, k]
                else:
                    right = 1 if t[n] == k else 0
                d2[k] = (y[n, k] - right) / N
            d1 = np.zeros(z1.shape[1])
            for j in range(z1.shape[1]):
                for k in range(y.shape[1]):
                    d1[j] += d2[k] * self.params["W2"][j, k]
                    dW2[j, k] += z1[n, j] * d2[k]
                d1[j] *= z1[n, j] * (1 - z1[n, j])
            db2 += d2
            db1 += d1
            for i in range(x.shape[1]):
                for j in range(z1.shape[1]):
                    dW1[i, j] += x[n, i] * d1[j]
        return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
