import numpy as np


# The book writes these lines into its experiment, for layers of 100 units, with np.random.randn.
def normal_init(n_in, n_out, std, rng):
    return rng.standard_normal((n_in, n_out)) * std


def xavier_init(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)


def he_init(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)
