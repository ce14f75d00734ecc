import numpy as np


class Nesterov:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def update(self, params, grads):
        for key in params:
            if key not in self.v:
                self.v[key] = np.zeros(params[key].shape)
            for index in np.ndindex(params[key].shape):
                old = self.v[key][index]
                g = grads[key][index]
                params[key][index] += self.momentum**2 * old - (1 + self.momentum) * self.lr * g
                self.v[key][index] = self.momentum * old - self.lr * g
        print("v", self.v)
