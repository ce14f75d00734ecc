import numpy as np


class Dropout:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.p, self.rng = dropout_ratio, rng or np.random.default_rng()

    def forward(self, x, train_flg=True):
        if not train_flg:
            return (1 - self.p) * x
        self.m = self.rng.binomial(1, 1 - self.p, x.shape)
        return x * self.m

    def backward(self, dout):
        return dout * self.m
