"""Calls the suite's function without end."""

EXERCISE = "gradients/numerical_gradient"
HANGS = True


def numerical_gradient(f, x):
    while x.shape == (5,):
        f(x)
