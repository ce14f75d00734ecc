import math

import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.running_mean = running_mean
        self.running_var = running_var
        print("gamma", gamma, "beta", beta)

    def forward(self, x, train_flg=True):
        N, D = x.shape
        if self.running_mean is None:
            self.running_mean = np.zeros(D)
            self.running_var = np.zeros(D)
        y = np.zeros((N, D))
        if not train_flg:
            for d in range(D):
                std = math.sqrt(self.running_var[d] + 1e-6)
                for n in range(N):
                    xn = (x[n, d] - self.running_mean[d]) / std
                    y[n, d] = self.gamma[d] * xn + self.beta[d]
            return y
        self.xn = np.zeros((N, D))
        self.std = np.zeros(D)
        mean = np.zeros(D)
        var = np.zeros(D)
        for d in range(D):
            for n in range(N):
                mean[d] += x[n, d] / N
            for n in range(N):
                var[d] += (x[n, d] - mean[d]) ** 2 / N
            self.std[d] = math.sqrt(var[d] + 1e-6)
            for n in range(N):
                self.xn[n, d] = (x[n, d] - mean[d]) / self.std[d]
                y[n, d] = self.gamma[d] * self.xn[n, d] + self.beta[d]
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        print("running mean", self.running_mean)
        return y

    def backward(self, dout):
        N, D = dout.shape
        dx = np.zeros((N, D))
        self.dgamma = np.zeros(D)
        self.dbeta = np.zeros(D)
        for d in range(D):
            for n in range(N):
                self.dbeta[d] += dout[n, d]
                self.dgamma[d] += dout[n, d] * self.xn[n, d]
            for n in range(N):
                inner = dout[n, d] - self.dbeta[d] / N - self.xn[n, d] * self.dgamma[d] / N
                dx[n, d] = self.gamma[d] * inner / self.std[d]
        return dx
