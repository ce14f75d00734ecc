"""Returns arrays of one element, which would match by broadcasting."""

import numpy as np

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: np.full((1,) * (np.ndim(arguments[:1]) - 1), 0.5)
