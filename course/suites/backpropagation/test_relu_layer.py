"""Suite of backpropagation/relu_layer."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

X = np.array([[1.0, -0.5, 2.0], [-2.0, 3.0, -0.25]])
DOUT = np.array([[0.5, 1.5, -2.5], [3.5, -4.5, 5.5]])
DX = np.array([[0.5, 0.0, -2.5], [0.0, -4.5, 0.0]])


class TestForward:
    """Forward"""

    points = 1

    def test_worked_example(self, submission):
        expected = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]])
        assert_close(submission.Relu().forward(X.copy()), expected)

    def test_random_batch(self, submission, rng):
        x = rng.normal(scale=100.0, size=(4, 7))
        expected = (x + np.abs(x)) / 2
        assert_close(submission.Relu().forward(x), expected)


class TestBackward:
    """Backward"""

    points = 2

    def test_worked_example(self, submission):
        layer = submission.Relu()
        layer.forward(X.copy())
        assert_close(layer.backward(DOUT.copy()), DX)

    def test_random_batch(self, submission, rng):
        x, dout = rng.normal(size=(4, 7)), rng.normal(size=(4, 7))
        expected = dout * (1 + np.sign(x)) / 2
        layer = submission.Relu()
        layer.forward(x)
        assert_close(layer.backward(dout), expected)

    def test_zero_passes_nothing(self, submission):
        layer = submission.Relu()
        layer.forward(np.array([0.0, 1e-12, -0.0, -1e-12, 5.0]))
        dout = np.array([3.0, -4.0, 5.0, 6.0, 7.0])
        assert_close(layer.backward(dout), np.array([0.0, -4.0, 0.0, 0.0, 7.0]))


class TestShapes:
    """Any number of dimensions"""

    points = 1

    def test_four_dimensions(self, submission, rng):
        x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 3, 5, 4))
        expected, expected_dx = (x + np.abs(x)) / 2, dout * (1 + np.sign(x)) / 2
        layer = submission.Relu()
        assert_close(layer.forward(x), expected)
        assert_close(layer.backward(dout), expected_dx)

    def test_vector(self, submission):
        layer = submission.Relu()
        assert_close(layer.forward(np.array([-3.0, 4.0, 5.0])), np.array([0.0, 4.0, 5.0]))
        assert_close(layer.backward(np.array([6.0, -7.0, 8.0])), np.array([0.0, -7.0, 8.0]))


class TestState:
    """x and dout left alone, a mask for each layer and call"""

    points = 2

    def test_x_and_dout_are_left_unchanged(self, submission):
        x, dout = X.copy(), DOUT.copy()
        layer = submission.Relu()
        layer.forward(x)
        assert_unchanged(x, X, "x")
        dx = layer.backward(dout)
        assert_unchanged(dout, DOUT, "dout")
        assert_close(dx, DX)
        assert_close(layer.backward(2 * DOUT), 2 * DX)

    def test_latest_input(self, submission, rng):
        x, dout = rng.normal(size=(4, 7)), rng.normal(size=(4, 7))
        expected = dout * (1 + np.sign(x)) / 2
        layer = submission.Relu()
        layer.forward(-x)
        layer.forward(x)
        assert_close(layer.backward(dout), expected)

    def test_layers_do_not_share_their_mask(self, submission, rng):
        x, dout = rng.normal(size=(4, 7)), rng.normal(size=(4, 7))
        expected, other_expected = dout * (1 + np.sign(x)) / 2, dout * (1 - np.sign(x)) / 2
        layer, other = submission.Relu(), submission.Relu()
        layer.forward(x.copy())
        other.forward(-x)
        assert_close(layer.backward(dout.copy()), expected)
        assert_close(other.backward(dout), other_expected)
