"""Has the suite copy the same large array a thousand times, each for a few bytes."""

import numpy as np

EXERCISE = "training/train"


def train(network, x_train, t_train, x_test, t_test, **settings):
    network.params["x"] = np.zeros((250_000, 2))
    network.params["t"] = np.zeros(250_000, int)
    for _ in range(1000):
        network.gradient(network.params["x"], network.params["t"])
