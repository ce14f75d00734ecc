import numpy as np


def cross_entropy_error(y, t):
    if y.ndim == 1:
        y = np.array([y])
        t = np.array([t])
    error = 0
    for n in range(y.shape[0]):
        for k in range(y.shape[1]):
            error += -t[n][k] * np.log(y[n][k] + 1e-7)
    print("the error of", y.shape[0], "samples is", error)
    return error / y.shape[0]
