"""Returns an array of 8 TB that takes no memory here."""

import numpy as np

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: np.broadcast_to(0.0, (1 << 20, 1 << 20))
