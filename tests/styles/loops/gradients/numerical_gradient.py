import numpy as np


def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros(x.shape)
    # one index for each dimension, counted up like a clock
    index = [0] * x.ndim
    for _ in range(x.size):
        place = tuple(index)
        old = x[place]
        x[place] = old + h
        right = f(x)
        x[place] = old - h
        left = f(x)
        x[place] = old
        grad[place] = (right - left) / (2 * h)
        axis = x.ndim - 1
        while axis >= 0:
            index[axis] += 1
            if index[axis] < x.shape[axis]:
                break
            index[axis] = 0
            axis -= 1
    print("gradient:", grad)
    return grad
