import math

import numpy as np


def softmax_of_row(row):
    biggest = max(row)
    total = 0
    for score in row:
        total += math.exp(score - biggest)
    result = []
    for score in row:
        result.append(math.exp(score - biggest) / total)
    return np.array(result)


def softmax(x):
    print("shape", x.shape)
    if x.ndim == 1:
        return softmax_of_row(x)
    rows = []
    for part in x:
        rows.append(softmax(part))
    return np.array(rows)
