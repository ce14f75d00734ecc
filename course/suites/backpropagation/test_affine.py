"""Suite of backpropagation/affine."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

W = np.array([[1.0, -2.0, 3.0, 0.5], [4.0, 5.0, -6.0, 1.5]])
B = np.array([0.5, -1.0, 0.25, 2.0])
X = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 4.0]])


def random_case(rng, x_shape, output_size):
    """Random x, W, b and dout for an input of this shape."""
    input_size = int(np.prod(x_shape[1:]))
    return (
        rng.normal(size=x_shape),
        rng.normal(size=(input_size, output_size)),
        rng.normal(size=output_size),
        rng.normal(size=(x_shape[0], output_size)),
    )


def output(x, W, b):
    """Σ_d x_nd W_dh + b_h"""
    return np.einsum("nd,dh->nh", x.reshape(len(x), -1), W) + b


def gradients(x, W, dout):
    """dx, dW and db, each as the sum that it is."""
    dx = np.einsum("nh,dh->nd", dout, W).reshape(x.shape)
    return dx, np.einsum("nd,nh->dh", x.reshape(len(x), -1), dout), np.einsum("nh->h", dout)


def assert_backward(layer, dout, expected):
    """Call backward, and compare dx, dW and db with the expected ones."""
    assert_close(layer.backward(dout), expected[0], what="dx")
    assert_close(layer.dW, expected[1], what="dW")
    assert_close(layer.db, expected[2], what="db")


class TestForward:
    """Forward"""

    points = 1

    def test_worked_example(self, submission):
        expected = np.array(
            [[9.5, 7, -8.75, 5.5], [-0.5, 7.5, -11.75, 1.25], [16.5, 19, -23.75, 8]]
        )
        assert_close(submission.Affine(W.copy(), B.copy()).forward(X.copy()), expected)

    def test_random_batch(self, submission, rng):
        x, W, b, _ = random_case(rng, (5, 4), 3)
        expected = output(x, W, b)
        assert_close(submission.Affine(W, b).forward(x), expected)

    def test_square(self, submission, rng):
        # Here W x and x * W would go through without an error.
        x, W, b, _ = random_case(rng, (3, 3), 3)
        expected = output(x, W, b)
        assert_close(submission.Affine(W, b).forward(x), expected)


class TestBackward:
    """Backward: dx, dW and db"""

    points = 3

    def test_worked_example(self, submission):
        layer = submission.Affine(W.copy(), B.copy())
        layer.forward(X.copy())
        dout = np.array([[1.0, 0.0, 0.0, 2.0], [0.0, -1.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.0]])
        dx = np.array([[2.0, 7.0], [2.0, -5.0], [9.0, -18.0]])
        dW = np.array([[1.0, 3.0, 0.0, 2.0], [2.0, -0.5, 12.0, 4.0]])
        assert_backward(layer, dout, (dx, dW, np.array([1.0, -1.0, 3.0, 2.0])))

    def test_random_batch(self, submission, rng):
        x, W, b, dout = random_case(rng, (6, 4), 3)
        expected = gradients(x, W, dout)
        layer = submission.Affine(W, b)
        layer.forward(x)
        assert_backward(layer, dout, expected)

    def test_square_weights(self, submission, rng):
        # Here a transposed W or dW would go through without an error.
        x, W, b, dout = random_case(rng, (3, 3), 3)
        expected = gradients(x, W, dout)
        layer = submission.Affine(W, b)
        layer.forward(x)
        assert_backward(layer, dout, expected)

    def test_single_sample(self, submission, rng):
        x, W, b, dout = random_case(rng, (1, 4), 2)
        expected = gradients(x, W, dout)
        layer = submission.Affine(W, b)
        layer.forward(x)
        assert_backward(layer, dout, expected)


class TestImages:
    """Inputs with more dimensions"""

    points = 2

    def test_four_dimensions(self, submission, rng):
        x, W, b, dout = random_case(rng, (5, 2, 3, 4), 7)
        expected, expected_gradients = output(x, W, b), gradients(x, W, dout)
        layer = submission.Affine(W, b)
        assert_close(layer.forward(x), expected)
        assert_backward(layer, dout, expected_gradients)

    def test_three_dimensions(self, submission, rng):
        x, W, b, dout = random_case(rng, (4, 3, 2), 5)
        expected, expected_gradients = output(x, W, b), gradients(x, W, dout)
        layer = submission.Affine(W, b)
        assert_close(layer.forward(x), expected)
        assert_backward(layer, dout, expected_gradients)


class TestState:
    """Live parameters, fresh gradients, inputs left alone"""

    points = 2

    def test_in_place_updates_of_W_and_b_are_seen(self, submission, rng):
        x, W, b, dout = random_case(rng, (5, 4), 3)
        new_W, new_b = -0.5 * W, b + 2.0
        before, after = output(x, W, b), output(x, new_W, new_b)
        expected_gradients = gradients(x, new_W, dout)
        layer = submission.Affine(W, b)
        assert_close(layer.forward(x.copy()), before)
        W[...], b[...] = new_W, new_b
        assert_close(layer.forward(x), after, what="the output after an update of W and b")
        assert_backward(layer, dout, expected_gradients)

    def test_gradients_replace_the_old_ones(self, submission, rng):
        x, W, b, dout = random_case(rng, (5, 4), 3)
        other_x, _, _, other_dout = random_case(rng, (2, 4), 3)
        expected = gradients(x, W, dout)
        layer = submission.Affine(W, b)
        layer.forward(other_x)
        layer.backward(other_dout)
        layer.forward(x)
        assert_backward(layer, dout, expected)

    def test_layers_do_not_share_their_input(self, submission, rng):
        x, W, b, dout = random_case(rng, (5, 4), 3)
        other_x, other_W, other_b, other_dout = random_case(rng, (5, 4), 3)
        expected, other_expected = gradients(x, W, dout), gradients(other_x, other_W, other_dout)
        layer, other = submission.Affine(W, b), submission.Affine(other_W, other_b)
        layer.forward(x)
        other.forward(other_x)
        assert_backward(layer, dout, expected)
        assert_backward(other, other_dout, other_expected)

    def test_inputs_are_left_unchanged(self, submission, rng):
        before = random_case(rng, (5, 4), 3)
        x, W, b, dout = (array.copy() for array in before)
        expected, expected_gradients = output(x, W, b), gradients(x, W, dout)
        layer = submission.Affine(W, b)
        assert_close(layer.forward(x), expected)
        assert_backward(layer, dout, expected_gradients)
        for array, old, name in zip((x, W, b, dout), before, ("x", "W", "b", "dout"), strict=True):
            assert_unchanged(array, old, name)
