"""Suite of gradients/numerical_diff."""

import numpy as np

from grader.expect import assert_close, unpack


def parabola(x):
    """0.01·x² + 0.1·x"""
    return 0.01 * x**2 + 0.1 * x


def square(x):
    """x²"""
    return x**2


def cube(x):
    """x³"""
    return x**3


def sine(x):
    """sin x"""
    return float(np.sin(x))


def any_parabola(rng):
    """A parabola of random coefficients, and the slope and height that it has at a random x."""
    a, b, c = rng.uniform(0.5, 2.0, size=3) * rng.choice([-1.0, 1.0], size=3)
    x = rng.uniform(1.0, 3.0)

    def f(x):
        return a * x**2 + b * x + c

    f.__doc__ = f"{a:.4f}·x² + {b:.4f}·x + {c:.4f}"
    return f, x, 2 * a * x + b, f(x)


def tangent(submission, f, x):
    return unpack(submission.tangent_line(f, x), "slope", "intercept")


class TestDerivative:
    """The derivative of simple functions"""

    points = 2

    # Rounding in f moves the quotient by about 1e-16 · f / h, below 1e-11 here.
    def test_parabola_at_5(self, submission):
        assert_close(submission.numerical_diff(parabola, 5.0), 0.2, rtol=1e-8)

    def test_parabola_at_10(self, submission):
        assert_close(submission.numerical_diff(parabola, 10.0), 0.3, rtol=1e-8)

    def test_falling_function(self, submission):
        assert_close(submission.numerical_diff(square, -3.0), -6.0, rtol=1e-8)

    def test_any_parabola(self, submission, rng):
        f, x, slope, _ = any_parabola(rng)
        # f is below 30, so rounding moves the quotient by less than 1e-10.
        assert_close(submission.numerical_diff(f, x), slope, rtol=0, atol=1e-8)


class TestPrecision:
    """As precise as the central difference with h = 1e-4"""

    points = 2

    # x³ has f‴ = 6, so the error is h²: 1e-8 for h = 1e-4, 1e-6 for h = 1e-3; a forward
    # difference is off by 3xh, 6e-4. The bound of 1e-7 lets h = 1e-5 pass as well.
    def test_cube(self, submission):
        assert_close(submission.numerical_diff(cube, 2.0), 12.0, rtol=0, atol=1e-7)

    def test_cube_at_another_point(self, submission, rng):
        x = rng.uniform(1.0, 3.0)
        assert_close(submission.numerical_diff(cube, x), 3 * x**2, rtol=0, atol=1e-7)

    def test_sine(self, submission):
        assert_close(submission.numerical_diff(sine, 1.0), np.cos(1.0), rtol=0, atol=1e-7)

    def test_two_calls_are_enough(self, submission):
        points = []

        def recorded(x):
            """x², noting each x"""
            points.append(x)
            return x**2

        assert_close(submission.numerical_diff(recorded, 1.5), 3.0, rtol=1e-8)
        assert len(points) == 2, f"Call f twice: your code called it {len(points)} times."


class TestTangent:
    """The tangent line"""

    points = 2

    # The intercept carries the slope's rounding, 1e-11, times x.
    def test_parabola(self, submission):
        slope, intercept = tangent(submission, parabola, 5.0)
        assert_close(slope, 0.2, rtol=1e-8, what="slope")
        assert_close(intercept, -0.25, rtol=1e-8, what="intercept")

    def test_negative_x(self, submission):
        slope, intercept = tangent(submission, square, -3.0)
        assert_close(slope, -6.0, rtol=1e-8, what="slope")
        assert_close(intercept, -9.0, rtol=1e-8, what="intercept")

    def test_through_the_point(self, submission):
        slope, intercept = tangent(submission, sine, 2.0)
        expected = np.sin(2.0) - 2.0 * np.cos(2.0)
        assert_close(slope, np.cos(2.0), rtol=0, atol=1e-7, what="slope")
        assert_close(intercept, expected, rtol=0, atol=1e-7, what="intercept")

    def test_any_parabola(self, submission, rng):
        f, x, slope, height = any_parabola(rng)
        found, intercept = tangent(submission, f, x)
        assert_close(found, slope, rtol=0, atol=1e-8, what="slope")
        assert_close(intercept, height - slope * x, rtol=0, atol=1e-7, what="intercept")
