"""Suite of backpropagation/sigmoid_layer."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# σ(0) = 1/2, σ(log 3) = 3/4, σ(−log 4) = 1/5, σ(log 9) = 9/10
X = np.array([[0.0, np.log(3.0)], [-np.log(4.0), np.log(9.0)], [np.log(3.0), 0.0]])
Y = np.array([[0.5, 0.75], [0.2, 0.9], [0.75, 0.5]])
DOUT = np.array([[1.0, -2.0], [5.0, 10.0], [4.0, -8.0]])
DX = np.array([[0.25, -0.375], [0.8, 0.9], [0.75, -2.0]])


def derivative(x):
    """σ′(x) = 1 / (2 + e^x + e^−x)"""
    return 1 / (2 + np.exp(x) + np.exp(-x))


class TestForward:
    """Forward"""

    points = 1

    def test_worked_example(self, submission):
        assert_close(submission.Sigmoid().forward(X.copy()), Y)

    def test_random_batch(self, submission, rng):
        x = rng.normal(scale=3.0, size=(4, 7))
        expected = (1 + np.tanh(x / 2)) / 2
        assert_close(submission.Sigmoid().forward(x), expected)


class TestBackward:
    """Backward"""

    points = 2

    def test_worked_example(self, submission):
        layer = submission.Sigmoid()
        layer.forward(X.copy())
        assert_close(layer.backward(DOUT.copy()), DX)

    def test_random_batch(self, submission, rng):
        x, dout = rng.normal(scale=3.0, size=(4, 7)), rng.normal(size=(4, 7))
        expected = dout * derivative(x)
        layer = submission.Sigmoid()
        layer.forward(x)
        # Far out, 1 − y has lost the digits that y keeps: at x = 12 it is good to 1e-11 of itself.
        assert_close(layer.backward(dout), expected, rtol=1e-9, atol=1e-12)

    def test_saturated(self, submission):
        layer = submission.Sigmoid()
        assert_close(layer.forward(np.array([[800.0, 0.0, -800.0]])), np.array([[1.0, 0.5, 0.0]]))
        dx = layer.backward(np.array([[3.0, -4.0, 5.0]]))
        assert_close(dx, np.array([[0.0, -1.0, 0.0]]))


class TestShapes:
    """Any number of dimensions"""

    points = 1

    def test_four_dimensions(self, submission, rng):
        x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 3, 5, 4))
        expected, expected_dx = (1 + np.tanh(x / 2)) / 2, dout * derivative(x)
        layer = submission.Sigmoid()
        assert_close(layer.forward(x), expected)
        assert_close(layer.backward(dout), expected_dx)

    def test_vector(self, submission):
        layer = submission.Sigmoid()
        assert_close(layer.forward(X[1].copy()), Y[1])
        assert_close(layer.backward(DOUT[1].copy()), DX[1])


class TestState:
    """x and dout left alone, an output for each layer and call"""

    points = 2

    def test_x_and_dout_are_left_unchanged(self, submission):
        x, dout = X.copy(), DOUT.copy()
        layer = submission.Sigmoid()
        layer.forward(x)
        assert_unchanged(x, X, "x")
        dx = layer.backward(dout)
        assert_unchanged(dout, DOUT, "dout")
        assert_close(dx, DX)
        assert_close(layer.backward(2 * DOUT), 2 * DX)

    def test_latest_input(self, submission, rng):
        x, dout = rng.normal(size=(4, 7)), rng.normal(size=(4, 7))
        expected = dout * derivative(x)
        layer = submission.Sigmoid()
        layer.forward(x + 1)
        layer.forward(x)
        assert_close(layer.backward(dout), expected)

    def test_layers_do_not_share_their_output(self, submission, rng):
        x, dout = rng.normal(size=(4, 7)), rng.normal(size=(4, 7))
        other_x = x + 1
        expected, other_expected = dout * derivative(x), dout * derivative(other_x)
        layer, other = submission.Sigmoid(), submission.Sigmoid()
        layer.forward(x)
        other.forward(other_x)
        assert_close(layer.backward(dout.copy()), expected)
        assert_close(other.backward(dout), other_expected)
