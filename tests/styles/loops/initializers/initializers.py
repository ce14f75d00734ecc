import math

import numpy as np


def normal_init(n_in, n_out, std, rng):
    W = np.zeros((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.normal() * std
    print("mean", W.mean(), "std", W.std())
    return W


def xavier_init(n_in, n_out, rng):
    return normal_init(n_in, n_out, math.sqrt(1 / n_in), rng)


def he_init(n_in, n_out, rng):
    return normal_init(n_in, n_out, math.sqrt(2 / n_in), rng)
