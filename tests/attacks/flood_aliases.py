"""Returns the same lists of large arrays again and again, in small messages that repeat nothing."""

import numpy as np

EXERCISE = "optimizers/adam"


class Adam:
    def __init__(self, *arguments, **options):
        self.big = [np.zeros(20_000) for _ in range(8)] * 40

    def update(self, params, grads):
        for key in list(params):
            params[key] = self.big
        for number in range(100):
            params[f"x{number}"] = self.big[0]

    def __getattr__(self, name):
        return self.big
