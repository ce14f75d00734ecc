import numpy as np


def mini_batch(x, t, batch_size, rng):
    train_size = x.shape[0]
    # The book draws with np.random.choice.
    batch_mask = rng.choice(train_size, batch_size)
    x_batch = x[batch_mask]
    t_batch = t[batch_mask]
    return x_batch, t_batch


def epoch_batches(train_size, batch_size, rng):
    # In the book every batch is drawn by itself.
    idx = rng.permutation(np.arange(train_size))
    batches = []
    for i in range(0, train_size, batch_size):
        batches.append(idx[i : i + batch_size])
    return batches
