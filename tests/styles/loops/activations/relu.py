import numpy as np


def relu(x):
    y = x.copy()
    for index in np.ndindex(x.shape):
        if y[index] < 0:
            y[index] = 0
    print("relu of", x, "is", y)
    return y


def relu_grad(x):
    y = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            y[index] = 1
    return y
