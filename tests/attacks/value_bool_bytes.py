"""Answers with bools that are neither 0 nor 1, which count as several."""

import numpy as np

EXERCISE = "any"


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *arguments, **options: np.full(
        next((a.shape for a in arguments if isinstance(a, np.ndarray)), (1,)), 2, np.uint8
    ).view(bool)
