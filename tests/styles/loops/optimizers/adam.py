import math

import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.t = 0
        self.m = {}
        self.v = {}

    def update(self, params, grads):
        self.t = self.t + 1
        print("step", self.t)
        for key in params:
            if key not in self.m:
                self.m[key] = np.zeros(params[key].shape)
                self.v[key] = np.zeros(params[key].shape)
            for index in np.ndindex(params[key].shape):
                g = grads[key][index]
                m = self.beta1 * self.m[key][index] + (1 - self.beta1) * g
                v = self.beta2 * self.v[key][index] + (1 - self.beta2) * g**2
                self.m[key][index] = m
                self.v[key][index] = v
                m = m / (1 - self.beta1**self.t)
                v = v / (1 - self.beta2**self.t)
                params[key][index] -= self.lr * m / (math.sqrt(v) + 1e-8)
