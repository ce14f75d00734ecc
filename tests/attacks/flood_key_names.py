"""Adds keys to its parameters whose names fill megabytes of the message about them."""

EXERCISE = "optimizers/sgd"


class SGD:
    def __init__(self, lr=0.01):
        pass

    def update(self, params, grads):
        params["k" * 3_500_000] = 0.0
