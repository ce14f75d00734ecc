import numpy as np


def mini_batch(x, t, batch_size, rng):
    x_batch = []
    t_batch = []
    for _ in range(batch_size):
        i = rng.integers(0, len(x))
        x_batch.append(x[i])
        t_batch.append(t[i])
    print("a batch of", batch_size)
    return np.array(x_batch), np.array(t_batch)


def epoch_batches(train_size, batch_size, rng):
    numbers = np.arange(train_size)
    rng.shuffle(numbers)
    batches = []
    batch = []
    for number in numbers:
        batch.append(number)
        if len(batch) == batch_size:
            batches.append(np.array(batch))
            batch = []
    if len(batch) > 0:
        batches.append(np.array(batch))
    return batches
