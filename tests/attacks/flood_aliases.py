"""Returns one array four hundred times, which costs nothing to send, from every call."""

import numpy as np

EXERCISE = "optimizers/sgd"


class SGD:
    def __init__(self, lr=0.01):
        pass

    def update(self, params, grads):
        if "big" not in params:
            params["big"] = np.zeros(20_000)
        return [params["big"]] * 390
