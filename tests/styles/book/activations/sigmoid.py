import numpy as np


def sigmoid(x):
    # The book's formula overflows for large negative x.
    x = np.clip(x, -500, 500)
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    return (1.0 - sigmoid(x)) * sigmoid(x)
