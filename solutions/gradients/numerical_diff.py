"""Numerical derivative: the slope of f at x, measured instead of derived."""


def numerical_diff(f, x):
    """Central difference: f′(x) ≈ (f(x + h) − f(x − h)) / 2h with h = 1e-4.

    f: a function of one number; x: a float. Returns a float. f is called twice and no more. A
    smaller h is as good as long as the result is within 1e-7 of the derivative.
    Its error is about h²·f‴(x)/6; that of the forward difference is about h·f″(x)/2.

    Source: Deep Learning from Scratch, section 4.3.1.

    >>> print(round(numerical_diff(lambda x: 0.01 * x**2 + 0.1 * x, 5.0), 6))
    0.2
    """
    # TODO: choose h = 1e-4
    # TODO: evaluate f a step h to the right and a step h to the left of x
    # TODO: return the difference divided by the distance between the two points
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def tangent_line(f, x):
    """Slope and intercept of the line that touches f at x: y = slope · x + intercept.

    f: a function of one number; x: a float. Returns the tuple (slope, intercept).

    Source: Deep Learning from Scratch, section 4.3.2.

    >>> slope, intercept = tangent_line(lambda x: x**2, 3.0)
    >>> print(round(slope, 6), round(intercept, 6))
    6.0 -9.0
    """
    # TODO: the slope is the derivative at x
    # TODO: choose the intercept so that the line passes through (x, f(x))
    # TODO: return both
    slope = numerical_diff(f, x)
    intercept = f(x) - slope * x
    return slope, intercept
