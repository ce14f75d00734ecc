class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.mu, self.v = lr, momentum, {}

    def update(self, params, grads):
        for k, p in params.items():
            self.v[k] = self.mu * self.v.get(k, 0) - self.lr * grads[k]
            p += self.v[k]
