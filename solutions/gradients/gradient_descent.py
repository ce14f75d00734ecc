"""Gradient descent: walk downhill, one small step against the gradient at a time."""

import numpy as np

from .numerical_gradient import numerical_gradient


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    """Repeat x ← x − lr · ∇f(x) for step_num steps, starting from init_x.

    f: a function of an array that returns a number; init_x: a float64 array, left unchanged;
    lr: the learning rate; step_num: the number of steps.
    Returns the tuple (x, x_history): the point after the last step, and an array of shape
    (step_num, *init_x.shape) whose entry i is the point before step i. With step_num 0, x is
    where it started and x_history has no entry.

    Source: Deep Learning from Scratch, section 4.4.1.

    >>> x, x_history = gradient_descent(lambda x: np.sum(x**2), np.array([3.0]), lr=0.1, step_num=2)
    >>> x.round(6), x_history.round(6).tolist()
    (array([1.92]), [[3.0], [2.4]])
    """
    # TODO: start from a copy of init_x
    # TODO: in each step, record a copy of x, then move x by -lr times the gradient of f at x
    # TODO: return the last x and the recorded points as one array
    x = init_x.copy()
    x_history = np.zeros((step_num, *x.shape))
    for step in range(step_num):
        x_history[step] = x
        x -= lr * numerical_gradient(f, x)
    return x, x_history
