"""Suite of activations/softmax."""

import numpy as np

from grader.expect import assert_close, assert_unchanged


def expected_softmax(x):
    """The definition, without any shift: right as long as no score is far from 0."""
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


class TestOneSample:
    """The scores of one sample"""

    points = 1

    def test_worked_example(self, submission):
        # The exponentials of these logarithms are 1, 2 and 5.
        y = submission.softmax(np.log(np.array([1.0, 2.0, 5.0])))
        assert_close(y, np.array([0.125, 0.25, 0.625]))

    def test_random_scores(self, submission, rng):
        x = rng.normal(size=7)
        expected = expected_softmax(x)
        assert_close(submission.softmax(x), expected)


class TestBatch:
    """Each row of a batch for itself"""

    points = 2

    def test_random_batch(self, submission, rng):
        x = rng.normal(size=(5, 3))
        expected = expected_softmax(x)
        assert_close(submission.softmax(x), expected)

    def test_as_many_samples_as_classes(self, submission, rng):
        # Here sums without keepdims go through without an error.
        x = rng.normal(size=(4, 4))
        expected = expected_softmax(x)
        assert_close(submission.softmax(x), expected)

    def test_three_dimensions(self, submission, rng):
        x = rng.normal(size=(2, 3, 4))
        expected = expected_softmax(x)
        assert_close(submission.softmax(x), expected)


class TestStability:
    """Scores of any size"""

    points = 2

    # softmax does not change when all scores of a row move by the same amount; adding 1000 to a
    # score rounds it by up to 1e-13, and the result with it.
    RTOL = 1e-11

    def test_large_scores(self, submission, rng):
        small = rng.uniform(-2.0, 2.0, size=3)
        y = submission.softmax(small + 1000.0)
        assert_close(y, expected_softmax(small), rtol=self.RTOL)

    def test_very_negative_scores(self, submission):
        y = submission.softmax(np.array([-1000.0, -1001.0, -998.0]))
        assert_close(y, expected_softmax(np.array([0.0, -1.0, 2.0])), rtol=self.RTOL)

    def test_scores_far_apart(self, submission):
        y = submission.softmax(np.array([1000.0, 0.0, -1000.0]))
        assert_close(y, np.array([1.0, 0.0, 0.0]), rtol=self.RTOL)

    def test_rows_far_apart(self, submission):
        # Shifting every row by the largest score of the whole batch leaves 0 / 0 here.
        small = np.array([[0.5, -0.5, 1.0], [2.0, 0.0, -1.0]])
        y = submission.softmax(small + np.array([[1000.0], [-1000.0]]))
        assert_close(y, expected_softmax(small), rtol=self.RTOL)


class TestInput:
    """Input left alone"""

    points = 1

    def test_x_is_left_unchanged(self, submission, rng):
        before = rng.normal(scale=2.0, size=(2, 3))
        x = before.copy()
        assert_close(submission.softmax(x), expected_softmax(before))
        assert_unchanged(x, before, "x")
