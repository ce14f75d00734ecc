import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        self.shape = x.shape
        rows = []
        for sample in x:
            rows.append(sample.flatten())
        self.x = np.array(rows)
        N, D = self.x.shape
        H = len(self.b)
        out = np.zeros((N, H))
        for n in range(N):
            for h in range(H):
                out[n, h] = self.b[h]
                for d in range(D):
                    out[n, h] += self.x[n, d] * self.W[d, h]
        print("out", out)
        return out

    def backward(self, dout):
        N, D = self.x.shape
        H = len(self.b)
        dx = np.zeros((N, D))
        self.dW = np.zeros((D, H))
        self.db = np.zeros(H)
        for n in range(N):
            for h in range(H):
                self.db[h] += dout[n, h]
                for d in range(D):
                    dx[n, d] += dout[n, h] * self.W[d, h]
                    self.dW[d, h] += dout[n, h] * self.x[n, d]
        return dx.reshape(self.shape)
