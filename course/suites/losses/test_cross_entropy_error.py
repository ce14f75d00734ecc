"""Suite of losses/cross_entropy_error."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# The two outputs of the book's section 4.2.2; the right class is 2. Lists, of which every test
# makes its own arrays: a submission that changes them must not spoil the tests that follow.
Y_RIGHT = [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]
Y_WRONG = [0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]
T = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]

# Clipping y at 1e-7 instead of adding 1e-7 is as good: the two differ by 1e-7 / p of the loss
# −log p, less than 6e-7 of it for the right class's probabilities p used here, 0.07 to 0.8. Another
# tiny number, up to 1e-6, moves it by less than 6e-6: it shows where a probability is 0, and
# nowhere else.
RTOL = 1e-5


def one_sample(rng, count):
    """Random probabilities, and one-hot which of them is the right class's."""
    y = rng.uniform(0.5, 1.0, size=count)
    return y / y.sum(), np.eye(count)[rng.integers(0, count)]


class TestWorkedExamples:
    """The book's two outputs"""

    points = 2

    def test_right_class_probable(self, submission):
        loss = submission.cross_entropy_error(np.array(Y_RIGHT), np.array(T))
        assert_close(loss, 0.510825457099338, rtol=RTOL)

    def test_right_class_improbable(self, submission):
        loss = submission.cross_entropy_error(np.array(Y_WRONG), np.array(T))
        assert_close(loss, 2.302584092994546, rtol=RTOL)

    def test_another_right_class(self, submission, rng):
        # The probability of the right class is 0.2 to 0.8, the others share the rest.
        probability, right = rng.uniform(0.2, 0.8), int(rng.integers(0, 5))
        y = np.full(5, (1 - probability) / 4)
        y[right] = probability
        loss = submission.cross_entropy_error(y, np.eye(5)[right])
        assert_close(loss, -np.log(probability + 1e-7), rtol=RTOL)


class TestGeneral:
    """Any probabilities"""

    points = 2

    def test_random_probabilities(self, submission, reference, rng):
        y, t = one_sample(rng, 6)
        expected = reference.cross_entropy_error(y, t)
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)

    def test_only_the_right_class_counts(self, submission):
        y, t = np.array([0.2, 0.7, 0.1]), np.array([1.0, 0.0, 0.0])
        assert_close(submission.cross_entropy_error(y, t), -np.log(0.2 + 1e-7), rtol=RTOL)


class TestTraps:
    """Probability zero, inputs left alone"""

    points = 2

    def test_right_class_has_probability_zero(self, submission):
        # The only 0 in y, so that log(0) alone gives ∞ and the logarithm of y − 1e-7 gives NaN.
        y, t = np.array([0.2, 0.5, 0.3, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
        assert_close(submission.cross_entropy_error(y, t), -np.log(1e-7), rtol=RTOL)

    def test_inputs_are_left_unchanged(self, submission, reference, rng):
        y_before, t_before = one_sample(rng, 7)
        expected = reference.cross_entropy_error(y_before, t_before)
        y, t = y_before.copy(), t_before.copy()
        assert_close(submission.cross_entropy_error(y, t), expected, rtol=RTOL)
        assert_unchanged(y, y_before, "y")
        assert_unchanged(t, t_before, "t")
