import numpy as np


def mini_batch(x, t, batch_size, rng):
    i = rng.integers(len(x), size=batch_size)
    return x[i], t[i]


def epoch_batches(train_size, batch_size, rng):
    i = rng.permutation(train_size)
    return np.split(i, range(batch_size, train_size, batch_size))
