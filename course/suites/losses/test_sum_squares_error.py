"""Suite of losses/sum_squares_error."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# The two outputs of the book's section 4.2.1; the right class is 2. Lists, of which every test
# makes its own arrays: a submission that changes them must not spoil the tests that follow.
Y_RIGHT = [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]
Y_WRONG = [0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]
T = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


class TestOneSample:
    """One sample"""

    points = 2

    def test_confident_and_right(self, submission):
        assert_close(submission.sum_squares_error(np.array(Y_RIGHT), np.array(T)), 0.0975)

    def test_confident_and_wrong(self, submission):
        assert_close(submission.sum_squares_error(np.array(Y_WRONG), np.array(T)), 0.5975)

    def test_any_numbers(self, submission, reference, rng):
        # Not probabilities, so that differences neither cancel nor add up to anything known.
        y, t = rng.normal(size=7), rng.normal(size=7)
        expected = reference.sum_squares_error(y, t)
        assert_close(submission.sum_squares_error(y, t), expected)


class TestBatch:
    """A batch is summed, not averaged"""

    points = 2

    def test_two_samples(self, submission):
        y, t = np.array([Y_RIGHT, Y_WRONG]), np.array([T, T])
        assert_close(submission.sum_squares_error(y, t), 0.695)

    def test_random_batch(self, submission, reference, rng):
        y, t = rng.random((5, 3)), np.eye(3)[rng.integers(0, 3, size=5)]
        expected = reference.sum_squares_error(y, t)
        assert_close(submission.sum_squares_error(y, t), expected)


class TestTraps:
    """Inputs left alone"""

    points = 1

    def test_inputs_are_left_unchanged(self, submission, reference, rng):
        y_before, t_before = rng.random(6), np.eye(6)[rng.integers(0, 6)]
        expected = reference.sum_squares_error(y_before, t_before)
        y, t = y_before.copy(), t_before.copy()
        assert_close(submission.sum_squares_error(y, t), expected)
        assert_unchanged(y, y_before, "y")
        assert_unchanged(t, t_before, "t")
