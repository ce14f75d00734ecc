import numpy as np


def one_hot(labels, class_count):
    return np.eye(class_count)[labels]
