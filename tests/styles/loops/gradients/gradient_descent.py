import numpy as np

from .numerical_gradient import numerical_gradient


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x)
    history = []
    for step in range(step_num):
        history.append(np.array(x))
        grad = numerical_gradient(f, x)
        x = x - lr * grad
        print("step", step, "x", x)
    return x, np.array(history)
