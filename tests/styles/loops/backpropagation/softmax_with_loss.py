import numpy as np

from ..activations.softmax import softmax


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.y = softmax(x)
        self.t = np.zeros(x.shape)
        for n in range(len(x)):
            if t.ndim == 1:
                self.t[n, t[n]] = 1
            else:
                self.t[n] = t[n]
        loss = 0
        for n in range(len(x)):
            for k in range(x.shape[1]):
                if self.t[n, k] == 1:
                    loss = loss - np.log(self.y[n, k] + 1e-7)
        print("loss", loss / len(x))
        return loss / len(x)

    def backward(self, dout=1):
        dx = np.zeros(self.y.shape)
        for n in range(dx.shape[0]):
            for k in range(dx.shape[1]):
                dx[n, k] = dout * (self.y[n, k] - self.t[n, k]) / dx.shape[0]
        return dx
