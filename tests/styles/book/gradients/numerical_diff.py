def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def tangent_line(f, x):
    d = numerical_diff(f, x)
    y = f(x) - d * x
    # The book returns a function of t, d * t + y.
    return d, y
