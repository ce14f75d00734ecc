"""Suite of gradients/numerical_gradient."""

import numpy as np

from grader.expect import assert_close

# A central difference of a quadratic is exact up to rounding, about 1e-16 · f / h = 1e-10 here.
RTOL = 1e-7
ATOL = 1e-8


def sum_of_squares(x):
    """Σ x²"""
    return float(np.sum(x**2))


class TestVector:
    """A vector"""

    points = 2

    def test_worked_example(self, submission):
        gradient = submission.numerical_gradient(sum_of_squares, np.array([3.0, 4.0]))
        assert_close(gradient, np.array([6.0, 8.0]), rtol=RTOL, atol=ATOL)

    def test_each_element_has_its_own_slope(self, submission, rng):
        slopes, x = rng.normal(size=5), rng.normal(size=5)

        def weighted_sum(x):
            """a fixed weighted sum of x's elements"""
            return float(slopes @ x)

        gradient = submission.numerical_gradient(weighted_sum, x)
        assert_close(gradient, slopes, rtol=RTOL, atol=ATOL)

    def test_precision(self, submission):
        # f‴ = 6: a step of 1e-3 is off by 1e-6, a forward difference by 6e-4.
        def sum_of_cubes(x):
            """Σ x³"""
            return float(np.sum(x**3))

        x = np.array([2.0, -1.0, 0.5])
        gradient = submission.numerical_gradient(sum_of_cubes, x)
        assert_close(gradient, np.array([12.0, 3.0, 0.75]), rtol=0, atol=1e-7)


class TestAnyShape:
    """Any number of dimensions"""

    points = 2

    def test_matrix(self, submission):
        x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        gradient = submission.numerical_gradient(sum_of_squares, x)
        assert_close(gradient, np.array([[2.0, 4.0, 6.0], [8.0, 10.0, 12.0]]), rtol=RTOL, atol=ATOL)

    def test_rows_that_belong_together(self, submission):
        def product_of_the_rows(x):
            """Σ x[0] · x[1]"""
            return float(np.sum(x[0] * x[1]))

        x = np.array([[1.0, 2.0, -3.0], [0.5, -4.0, 2.5]])
        gradient = submission.numerical_gradient(product_of_the_rows, x)
        expected = np.array([[0.5, -4.0, 2.5], [1.0, 2.0, -3.0]])
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)

    def test_column(self, submission):
        x = np.array([[1.0], [2.0], [-4.0]])
        gradient = submission.numerical_gradient(sum_of_squares, x)
        assert_close(gradient, np.array([[2.0], [4.0], [-8.0]]), rtol=RTOL, atol=ATOL)

    def test_three_dimensions(self, submission, rng):
        x = rng.normal(size=(2, 3, 2))
        expected = 2 * x
        gradient = submission.numerical_gradient(sum_of_squares, x)
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)


class TestInPlace:
    """Works in place, and puts everything back"""

    points = 3

    def test_function_that_ignores_its_argument(self, submission, rng):
        x = rng.normal(scale=2.0, size=(3, 2))

        def loss(_):
            """Σ x², reading x itself instead of the argument"""
            return float(np.sum(x**2))

        expected = 2 * x
        gradient = submission.numerical_gradient(loss, x)
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)

    def test_x_is_restored_exactly(self, submission):
        before = np.array([0.1, -0.7, 1e-9, 123.456])
        x = before.copy()
        gradient = submission.numerical_gradient(sum_of_squares, x)
        assert_close(x, before, rtol=0, atol=0, what="x after the call")
        # f is about 15000 here, and its rounding, 2e-12, over 2h: 1e-8, or 1e-7 with h = 1e-5.
        assert_close(gradient, 2 * before, rtol=0, atol=1e-6)

    def test_other_elements_stay_put_while_one_moves(self, submission):
        before = np.array([1.0, 2.0, -3.0])
        moved = []

        def recorded(x):
            """Σ x², noting how many elements have moved"""
            moved.append(int(np.sum(x != before)))
            return float(np.sum(x**2))

        submission.numerical_gradient(recorded, before.copy())
        assert max(moved, default=0) == 1, (
            "Move one element at a time: f saw an x with "
            f"{max(moved, default=0)} elements changed at once."
        )


class TestCalls:
    """Two calls of f for each element"""

    points = 1

    def test_number_of_calls(self, submission, rng):
        calls = []

        def counted(x):
            """Σ x², counting the calls"""
            calls.append(None)
            return float(np.sum(x**2))

        x = rng.normal(size=(3, 4))
        expected = 2 * x
        gradient = submission.numerical_gradient(counted, x)
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)
        assert len(calls) == 24, (
            f"x has 12 elements, so f is called 24 times: your code called it {len(calls)} times."
        )
