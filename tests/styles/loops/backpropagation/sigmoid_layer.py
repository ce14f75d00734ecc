import numpy as np

from ..activations.sigmoid import sigmoid


class Sigmoid:
    def forward(self, x):
        self.y = sigmoid(x)
        print("y", self.y)
        return self.y

    def backward(self, dout):
        dx = np.zeros(dout.shape)
        for index in np.ndindex(dout.shape):
            dx[index] = dout[index] * self.y[index] * (1 - self.y[index])
        return dx
