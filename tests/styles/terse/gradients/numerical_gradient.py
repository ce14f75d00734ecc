import numpy as np


def numerical_gradient(f, x, h=1e-4):
    g = np.empty(x.shape)
    flat = x.reshape(-1)
    for i, v in enumerate(flat.copy()):
        flat[i] = v - h
        g.flat[i] = -f(x)
        flat[i] = v + h
        g.flat[i] = (g.flat[i] + f(x)) / (2 * h)
        flat[i] = v
    return g
