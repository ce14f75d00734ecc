import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


sigmoid_grad = lambda x: sigmoid(x) * sigmoid(-x)
