"""Suite of activations/sigmoid."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# σ(ln 3) = 3/4 and σ(−ln 9) = 1/10.
X = np.array([0.0, np.log(3.0), -np.log(9.0)])


class TestSigmoid:
    """The sigmoid of moderate numbers"""

    points = 2

    def test_worked_example(self, submission):
        assert_close(submission.sigmoid(X.copy()), np.array([0.5, 0.75, 0.1]))

    def test_matrix(self, submission, reference, rng):
        x = rng.normal(scale=3.0, size=(4, 3))
        expected = reference.sigmoid(x)
        assert_close(submission.sigmoid(x), expected)

    def test_three_dimensions(self, submission, reference, rng):
        x = rng.normal(scale=3.0, size=(2, 3, 4))
        expected = reference.sigmoid(x)
        assert_close(submission.sigmoid(x), expected)


class TestSlope:
    """Its slope"""

    points = 2

    def test_worked_example(self, submission):
        assert_close(submission.sigmoid_grad(X.copy()), np.array([0.25, 0.1875, 0.09]))

    def test_against_the_difference_quotient(self, submission, reference, rng):
        x = rng.normal(scale=2.0, size=(3, 5))
        h = 1e-5
        expected = (reference.sigmoid(x + h) - reference.sigmoid(x - h)) / (2 * h)
        # The quotient's own error: h²/6 ≈ 2e-11 for the step, 1e-16 / h = 1e-11 for rounding.
        assert_close(submission.sigmoid_grad(x), expected, rtol=0, atol=1e-9)


class TestFarOut:
    """Numbers up to ±1000, without an overflow"""

    points = 2
    errstate = {"over": "raise"}  # noqa: RUF012  # like points, it is only read

    # Clipping x at ±500 or writing (1 + tanh(x/2)) / 2 is as good: the difference is below 1e-16.
    # Left and right are tested apart, because each of the two formulas overflows on one side.
    def test_sigmoid_on_the_left(self, submission):
        expected = np.array([0.0, 0.0, np.exp(-40.0), 0.5])
        assert_close(submission.sigmoid(np.array([-1000.0, -750.0, -40.0, 0.0])), expected)

    def test_sigmoid_on_the_right(self, submission):
        expected = np.array([0.5, 1.0, 1.0, 1.0])
        assert_close(submission.sigmoid(np.array([0.0, 40.0, 750.0, 1000.0])), expected)

    def test_slope_on_the_left(self, submission):
        expected = np.array([[0.0, 0.0], [np.exp(-40.0), 0.25]])
        assert_close(submission.sigmoid_grad(np.array([[-1000.0, -750.0], [-40.0, 0.0]])), expected)

    def test_slope_on_the_right(self, submission):
        expected = np.array([[0.25, np.exp(-40.0)], [0.0, 0.0]])
        assert_close(submission.sigmoid_grad(np.array([[0.0, 40.0], [750.0, 1000.0]])), expected)

    def test_both_sides_at_once(self, submission, rng):
        middle = rng.uniform(-5.0, 5.0)
        expected = np.array([1.0, 0.0, 1 / (1 + np.exp(-middle))])
        assert_close(submission.sigmoid(np.array([1000.0, -1000.0, middle])), expected)


class TestInputs:
    """Inputs left alone"""

    points = 1

    def test_sigmoid_leaves_x_unchanged(self, submission, reference, rng):
        before = rng.normal(scale=3.0, size=5)
        x, expected = before.copy(), reference.sigmoid(before)
        assert_close(submission.sigmoid(x), expected)
        assert_unchanged(x, before, "x")

    def test_slope_leaves_x_unchanged(self, submission, reference, rng):
        before = rng.normal(scale=3.0, size=5)
        x, expected = before.copy(), reference.sigmoid_grad(before)
        assert_close(submission.sigmoid_grad(x), expected)
        assert_unchanged(x, before, "x")
