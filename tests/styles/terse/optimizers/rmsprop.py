from collections import defaultdict


class RMSProp:
    def __init__(self, lr=0.01, decay_rate=0.99):
        self.lr, self.rho, self.h = lr, decay_rate, defaultdict(float)

    def update(self, params, grads):
        for k, g in grads.items():
            self.h[k] = self.rho * self.h[k] + (1 - self.rho) * g * g
            params[k] -= self.lr * g / (self.h[k] ** 0.5 + 1e-7)
