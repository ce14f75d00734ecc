"""Suite of losses/one_hot."""

import numpy as np

from grader.expect import assert_close, assert_unchanged


class TestWorkedExample:
    """The example of the docstring"""

    points = 1

    def test_two_labels(self, submission):
        rows = submission.one_hot(np.array([2, 0]), 3)
        assert_close(rows, np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]))

    def test_each_label_once(self, submission, rng):
        labels = rng.permutation(7)
        expected = np.eye(7)[labels]
        assert_close(submission.one_hot(labels, 7), expected)


class TestGeneral:
    """Any labels, any number of classes"""

    points = 2

    def test_random_labels(self, submission, reference, rng):
        labels = rng.integers(0, 4, size=6)
        expected = reference.one_hot(labels, 4)
        assert_close(submission.one_hot(labels, 4), expected)

    def test_unused_classes_have_columns_too(self, submission):
        rows = submission.one_hot(np.array([1, 0, 1]), 5)
        assert_close(rows, np.eye(5)[[1, 0, 1]])

    def test_last_class(self, submission):
        assert_close(submission.one_hot(np.array([3]), 4), np.array([[0.0, 0.0, 0.0, 1.0]]))


class TestTraps:
    """Repeated labels, input left alone"""

    points = 1

    def test_repeated_labels(self, submission):
        assert_close(submission.one_hot(np.array([2, 2, 2, 1]), 4), np.eye(4)[[2, 2, 2, 1]])

    def test_labels_are_left_unchanged(self, submission, rng):
        before = rng.integers(0, 6, size=9)
        labels = before.copy()
        assert_close(submission.one_hot(labels, 6), np.eye(6)[before])
        assert_unchanged(labels, before, "labels")
