"""Suite of losses/cross_entropy_error_batch."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# The book's two outputs. Lists, of which every test makes its own array: a submission that
# changes it must not spoil the tests that follow.
Y = [
    [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0],
    [0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0],
]

# Clipping y at 1e-7 instead of adding 1e-7 is as good; at the smallest right-class probability
# used here, 0.09, the two differ by 1e-7 / 0.09 / 2.4 = 5e-7 of the value. Another tiny number, up
# to 1e-6, shows where a probability is 0, and nowhere else.
RTOL = 1e-5


def probabilities(rng, shape):
    """Random rows that sum to 1, no entry so small that clipping and adding 1e-7 differ."""
    y = rng.uniform(0.2, 1.0, size=shape)
    return y / y.sum(axis=-1, keepdims=True)


class TestBatch:
    """A batch is averaged over its samples"""

    points = 2

    def test_worked_example(self, submission):
        loss = submission.cross_entropy_error(np.array(Y), np.eye(10)[[2, 2]])
        assert_close(loss, 1.406704775046942, rtol=RTOL)

    def test_random_batch(self, submission, reference, rng):
        y, t = probabilities(rng, (6, 4)), np.eye(4)[rng.integers(0, 4, size=6)]
        expected = reference.cross_entropy_error(y, t)
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)

    def test_more_classes_than_samples(self, submission, reference, rng):
        y, t = probabilities(rng, (3, 8)), np.eye(8)[[7, 0, 5]]
        expected = reference.cross_entropy_error(y, t)
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)


class TestSingleSample:
    """A single sample is a batch of one"""

    points = 2

    def test_one_dimensional(self, submission):
        loss = submission.cross_entropy_error(np.array(Y[0]), np.eye(10)[2])
        assert_close(loss, 0.510825457099338, rtol=RTOL)

    def test_one_row(self, submission):
        loss = submission.cross_entropy_error(np.array(Y[1:]), np.eye(10)[[2]])
        assert_close(loss, 2.302584092994546, rtol=RTOL)

    def test_any_probabilities(self, submission, reference, rng):
        y, t = probabilities(rng, 6), np.eye(6)[rng.integers(0, 6)]
        expected = reference.cross_entropy_error(y, t)
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)


class TestTraps:
    """Probability zero, inputs left alone"""

    points = 1

    def test_right_class_has_probability_zero(self, submission):
        y, t = np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]), np.eye(3)[[2, 0]]
        expected = -(np.log(1e-7) + np.log(0.5)) / 2
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)

    def test_inputs_are_left_unchanged(self, submission, reference, rng):
        y_before, t_before = probabilities(rng, (4, 5)), np.eye(5)[rng.integers(0, 5, size=4)]
        expected = reference.cross_entropy_error(y_before, t_before)
        y, t = y_before.copy(), t_before.copy()
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)
        assert_unchanged(y, y_before, "y")
        assert_unchanged(t, t_before, "t")
