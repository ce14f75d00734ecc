def numerical_diff(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / h / 2


def tangent_line(f, x):
    return (a := numerical_diff(f, x)), f(x) - a * x
