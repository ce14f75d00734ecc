import numpy as np


class Dropout:
    def __init__(self, dropout_ratio=0.5, rng=None):
        self.dropout_ratio = dropout_ratio
        if rng is None:
            rng = np.random.default_rng()
        self.rng = rng
        print("ratio", dropout_ratio)

    def forward(self, x, train_flg=True):
        if train_flg == False:
            return x * (1 - self.dropout_ratio)
        self.mask = np.zeros(x.shape)
        y = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            if self.rng.random() > self.dropout_ratio:
                self.mask[index] = 1
                y[index] = x[index]
        print("dropped", x.size - self.mask.sum())
        return y

    def backward(self, dout):
        dx = np.zeros(dout.shape)
        for index in np.ndindex(dout.shape):
            if self.mask[index] == 1:
                dx[index] = dout[index]
        return dx
