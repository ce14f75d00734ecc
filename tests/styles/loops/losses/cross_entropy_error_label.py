import numpy as np


def cross_entropy_error(y, t):
    if y.ndim == 1:
        y = np.array([y])
        t = np.array([t])
    error = 0
    for n in range(len(y)):
        label = t[n]
        if t.size == y.size:
            for k in range(y.shape[1]):
                if t[n][k] == 1:
                    label = k
        error -= np.log(y[n][label] + 1e-7)
    error = error / len(y)
    print("error", error)
    return error
