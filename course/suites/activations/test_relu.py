"""Suite of activations/relu."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

X = np.array([[-2.0, 0.5, 12.0], [1.5, -0.25, 0.0]])
Y = np.array([[0.0, 0.5, 12.0], [1.5, 0.0, 0.0]])


class TestRelu:
    """What is positive passes"""

    points = 1

    def test_worked_example(self, submission):
        assert_close(submission.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))

    def test_matrix(self, submission):
        assert_close(submission.relu(X.copy()), Y)

    def test_any_shape_and_size(self, submission, rng):
        x = rng.normal(scale=50.0, size=(2, 3, 4))
        expected = np.where(x > 0, x, 0.0)
        assert_close(submission.relu(x), expected)


class TestSlope:
    """Its slope"""

    points = 1

    def test_worked_example(self, submission):
        slope = submission.relu_grad(np.array([-2.0, 0.0, 3.0]))
        assert_close(slope, np.array([0.0, 0.0, 1.0]))

    def test_any_shape_and_size(self, submission, rng):
        x = rng.normal(scale=50.0, size=(4, 2, 3))
        expected = np.where(x > 0, 1.0, 0.0)
        assert_close(submission.relu_grad(x), expected)


class TestTraps:
    """The kink at 0, inputs left alone"""

    points = 2

    def test_slope_at_0_is_0(self, submission):
        x = np.array([-1e-9, 0.0, 1e-9, -0.0])
        assert_close(submission.relu_grad(x), np.array([0.0, 0.0, 1.0, 0.0]))

    def test_relu_leaves_x_unchanged(self, submission, rng):
        before = rng.normal(size=(3, 5))
        x = before.copy()
        assert_close(submission.relu(x), np.where(before > 0, before, 0.0))
        assert_unchanged(x, before, "x")

    def test_slope_leaves_x_unchanged(self, submission, rng):
        before = rng.normal(size=(3, 5))
        x = before.copy()
        assert_close(submission.relu_grad(x), np.where(before > 0, 1.0, 0.0))
        assert_unchanged(x, before, "x")
