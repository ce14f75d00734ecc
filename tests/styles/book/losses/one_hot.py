"""As the book's data loader makes its labels, with the number of classes asked for."""

import numpy as np


def one_hot(labels, class_count):
    # The book has ten classes, whatever the labels.
    T = np.zeros((labels.size, class_count))
    for idx, row in enumerate(T):
        row[labels[idx]] = 1

    return T
