import math

import numpy as np


class RMSProp:
    def __init__(self, lr=0.01, decay_rate=0.99):
        self.lr = lr
        self.decay_rate = decay_rate
        self.h = {}

    def update(self, params, grads):
        for key in params:
            if key not in self.h:
                self.h[key] = np.zeros(params[key].shape)
            for index in np.ndindex(params[key].shape):
                g = grads[key][index]
                h = self.decay_rate * self.h[key][index] + (1 - self.decay_rate) * g**2
                self.h[key][index] = h
                params[key][index] -= self.lr * g / (math.sqrt(h) + 1e-7)
        print("h", self.h)
