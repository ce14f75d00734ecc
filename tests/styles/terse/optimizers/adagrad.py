from collections import defaultdict


class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr, self.h = lr, defaultdict(float)

    def update(self, params, grads):
        for k, g in grads.items():
            self.h[k] = self.h[k] + g * g
            params[k] -= self.lr * g / (self.h[k] ** 0.5 + 1e-7)
