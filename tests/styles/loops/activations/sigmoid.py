import math

import numpy as np


def sigmoid_of_number(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def sigmoid(x):
    y = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        y[index] = sigmoid_of_number(x[index])
    print(y)
    return y


def sigmoid_grad(x):
    y = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        s = sigmoid_of_number(x[index])
        y[index] = s * (1 - s)
    return y
