"""300 digits with and without dropout."""

import numpy as np

from course.figures.regularization import overfitting
from course.figures.stack import Stack

RATIO = 0.2


def measure(module):
    seeds = iter(range(len(overfitting.HIDDEN)))

    def drop(units):
        return module.Dropout(RATIO, rng=np.random.default_rng(next(seeds)))

    return {"accuracies": train(drop)}


def train(drop=None):
    stack = Stack(overfitting.HIDDEN, overfitting.WEIGHT_STD, drop=drop)
    return overfitting.accuracies(lambda x, t: stack.learn(x, t, overfitting.LR), stack.accuracy)


def draw(figure, reference, yours):
    overfitting.draw(f"Dropout of {RATIO:.0%}", train(), figure, reference, yours)
