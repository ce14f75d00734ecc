import math

import numpy as np


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.h = {}

    def update(self, params, grads):
        for key in params:
            if key not in self.h:
                self.h[key] = np.zeros(params[key].shape)
            for index in np.ndindex(params[key].shape):
                g = grads[key][index]
                self.h[key][index] += g**2
                params[key][index] -= self.lr * g / (math.sqrt(self.h[key][index]) + 1e-7)
        print("h", self.h)
