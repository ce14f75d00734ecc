import numpy as np

from .numerical_gradient import numerical_gradient as grad


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    xs = [init_x.copy()]
    for _ in range(step_num):
        xs.append(xs[-1] - lr * grad(f, xs[-1]))
    return xs[-1], np.array(xs[:-1])
