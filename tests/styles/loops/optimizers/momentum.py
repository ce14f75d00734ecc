import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def update(self, params, grads):
        for key in params:
            if key not in self.v:
                self.v[key] = np.zeros(params[key].shape)
            for index in np.ndindex(params[key].shape):
                v = self.momentum * self.v[key][index] - self.lr * grads[key][index]
                self.v[key][index] = v
                params[key][index] += v
        print("v", self.v)
