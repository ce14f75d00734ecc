import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma, self.beta, self.m = gamma, beta, momentum
        zeros = np.zeros(gamma.shape)
        self.running_mean = zeros if running_mean is None else running_mean
        self.running_var = zeros if running_var is None else running_var

    def forward(self, x, train_flg=True):
        mu, var = self.running_mean, self.running_var
        if train_flg:
            m, (mu, var) = self.m, (x.mean(0), x.var(0))
            self.running_mean = m * self.running_mean + (1 - m) * mu
            self.running_var = m * self.running_var + (1 - m) * var
        s = np.sqrt(var + 1e-6)
        xn = (x - mu) / s
        if train_flg:
            self.xn, self.s = xn, s
        return self.gamma * xn + self.beta

    def backward(self, dout):
        self.dbeta, self.dgamma = dout.sum(0), (dout * self.xn).sum(0)
        return self.gamma / self.s * (dout - dout.mean(0) - self.xn * (dout * self.xn).mean(0))
