import numpy as np


class Sigmoid:
    def forward(self, x):
        self.y = (1 + np.tanh(x / 2)) / 2
        return self.y

    def backward(self, dout):
        return dout * (self.y - self.y**2)
