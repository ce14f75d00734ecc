import numpy as np


def validation_split(x, t, validation_ratio, rng):
    numbers = list(range(len(x)))
    rng.shuffle(numbers)
    print("order", numbers)
    count = int(len(x) * validation_ratio)
    x_train = []
    t_train = []
    x_val = []
    t_val = []
    for place in range(len(numbers)):
        i = numbers[place]
        if place < count:
            x_val.append(x[i])
            t_val.append(t[i])
        else:
            x_train.append(x[i])
            t_train.append(t[i])
    # An empty list has lost the shape of a sample.
    if count == 0:
        return np.array(x_train), np.array(t_train), x[:0], t[:0]
    return np.array(x_train), np.array(t_train), np.array(x_val), np.array(t_val)
