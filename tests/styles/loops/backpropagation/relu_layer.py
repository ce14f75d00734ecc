import numpy as np


class Relu:
    def forward(self, x):
        self.x = x.copy()
        out = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            out[index] = max(0, x[index])
        print("forward", out)
        return out

    def backward(self, dout):
        dx = np.zeros(dout.shape)
        for index in np.ndindex(dout.shape):
            if self.x[index] > 0:
                dx[index] = dout[index]
        print("backward", dx)
        return dx
