def numerical_diff(f, x):
    h = 0.0001
    right = f(x + h)
    left = f(x - h)
    print("right", right, "left", left)
    slope = (right - left) / (2 * h)
    return slope


def tangent_line(f, x):
    slope = numerical_diff(f, x)
    intercept = f(x) - slope * x
    print("y =", slope, "* x +", intercept)
    return slope, intercept
