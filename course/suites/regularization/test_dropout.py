"""Suite of regularization/dropout."""

import numpy as np

from grader.expect import Mismatch, assert_close, assert_in_range, assert_shape, assert_unchanged

# A fraction of n random yes-or-no draws is off by more than this many standard deviations,
# √(p (1 − p) / n), less than once in a million runs.
SIGMAS = 5


def nonzero_input(rng, shape):
    """Random numbers of both signs, none of them near 0."""
    return rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def generator(rng):
    """A generator for the submission to draw from."""
    return np.random.default_rng(rng.integers(1000))


def mask_of(output, x):
    """Where the output still has the value of x. Raises Mismatch if elsewhere it is not 0."""
    assert_shape(output, x.shape, "the output")
    mask = output == x
    if np.any(output[~mask] != 0):
        raise Mismatch(
            output, x, "the output", "In training each element either stays as it is or becomes 0."
        )
    return mask


def assert_fraction(mask, expected, what):
    """Check the mean of a mask within SIGMAS standard deviations."""
    bound = SIGMAS * np.sqrt(expected * (1 - expected) / mask.size)
    assert_in_range(float(mask.mean()), expected - bound, expected + bound, what)


class TestTraining:
    """Training drops the right fraction"""

    points = 2

    def test_thirty_percent(self, submission, rng):
        x = nonzero_input(rng, (60, 150))
        dropout = submission.Dropout(0.3, rng=generator(rng))
        mask = mask_of(dropout.forward(x.copy()), x)
        assert_fraction(mask, 0.7, "the fraction that stays")

    def test_eighty_percent(self, submission, rng):
        x = nonzero_input(rng, (60, 150))
        dropout = submission.Dropout(0.8, rng=generator(rng))
        mask = mask_of(dropout.forward(x.copy(), train_flg=True), x)
        assert_fraction(mask, 0.2, "the fraction that stays")

    def test_half_by_default(self, submission, rng):
        x = nonzero_input(rng, (60, 150))
        mask = mask_of(submission.Dropout(rng=generator(rng)).forward(x.copy()), x)
        assert_fraction(mask, 0.5, "the fraction that stays")


class TestInference:
    """Inference scales and drops nothing"""

    points = 2

    def test_worked_example(self, submission, rng):
        x = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])
        expected = np.array([[0.7, -1.4, 2.1], [2.8, 3.5, -4.2]])
        dropout = submission.Dropout(0.3, rng=generator(rng))
        assert_close(dropout.forward(x, train_flg=False), expected)

    def test_default_ratio(self, submission, rng):
        x = rng.normal(size=(4, 7))
        expected = 0.5 * x
        assert_close(submission.Dropout(rng=generator(rng)).forward(x, False), expected)

    def test_any_shape(self, submission, rng):
        x = rng.normal(size=(2, 3, 5, 4))
        expected = 0.2 * x
        dropout = submission.Dropout(0.8, rng=generator(rng))
        assert_close(dropout.forward(x, train_flg=False), expected)


class TestBackward:
    """Backward uses the same mask"""

    points = 2

    def test_gradient_passes_where_x_passed(self, submission, rng):
        x, dout = nonzero_input(rng, (6, 40)), nonzero_input(rng, (6, 40))
        dropout = submission.Dropout(0.4, rng=generator(rng))
        mask = mask_of(dropout.forward(x.copy()), x)
        expected = dout * mask
        assert_close(dropout.backward(dout.copy()), expected)
        assert_close(dropout.backward(2 * dout), 2 * expected)

    def test_inference_keeps_the_mask(self, submission, rng):
        x, dout = nonzero_input(rng, (6, 40)), nonzero_input(rng, (6, 40))
        dropout = submission.Dropout(0.4, rng=generator(rng))
        mask = mask_of(dropout.forward(x.copy()), x)
        assert_close(dropout.forward(x.copy(), train_flg=False), 0.6 * x)
        assert_close(dropout.backward(dout.copy()), dout * mask)

    def test_latest_mask(self, submission, rng):
        x, dout = nonzero_input(rng, (2, 5, 40)), nonzero_input(rng, (2, 5, 40))
        dropout = submission.Dropout(0.4, rng=generator(rng))
        dropout.forward(x.copy())
        mask = mask_of(dropout.forward(x.copy()), x)
        assert_close(dropout.backward(dout.copy()), dout * mask)


class TestMask:
    """A draw for every element, a new mask for every call"""

    points = 2

    # Two masks of 200 fair draws each are equal once in 2²⁰⁰ runs.
    def test_rows_and_columns_differ(self, submission, rng):
        x = nonzero_input(rng, (200, 201))
        dropout = submission.Dropout(0.5, rng=generator(rng))
        mask = mask_of(dropout.forward(x.copy()), x)
        assert not np.any(np.all(mask[1:] == mask[:-1], axis=1)), (
            "Each sample needs its own draws: your rows share a mask."
        )
        assert not np.any(np.all(mask[:, 1:] == mask[:, :-1], axis=0)), (
            "Each unit needs its own draws: your columns share a mask."
        )

    def test_each_call_draws_again(self, submission, rng):
        x = nonzero_input(rng, (20, 30))
        dropout = submission.Dropout(0.5, rng=generator(rng))
        first = mask_of(dropout.forward(x.copy()), x)
        second = mask_of(dropout.forward(x.copy()), x)
        assert np.any(first != second), "Draw a new mask in each call: yours stays the same."

    def test_layers_have_masks_of_their_own(self, submission, rng):
        x, dout = nonzero_input(rng, (6, 40)), nonzero_input(rng, (3, 8))
        one = submission.Dropout(0.5, rng=generator(rng))
        other = submission.Dropout(0.2, rng=generator(rng))
        mask = mask_of(one.forward(x.copy()), x)
        other_mask = mask_of(other.forward(dout.copy()), dout)
        assert_close(one.backward(2 * x), 2 * x * mask)
        assert_close(other.backward(2 * dout), 2 * dout * other_mask)


class TestGenerator:
    """Draws from rng, and leaves its inputs alone"""

    points = 1

    def test_randomness_comes_from_rng(self, submission, rng):
        x, seed = nonzero_input(rng, (20, 30)), int(rng.integers(1000))
        masks = []
        for each in (seed, seed, seed + 1):
            dropout = submission.Dropout(0.5, rng=np.random.default_rng(each))
            masks.append(mask_of(dropout.forward(x.copy()), x))
        assert np.array_equal(masks[0], masks[1]), (
            "Draw from self.rng alone: two layers with equal generators drew different masks."
        )
        assert np.any(masks[0] != masks[2]), (
            "Draw from self.rng: two layers with different generators drew the same mask."
        )

    def test_inputs_are_left_unchanged(self, submission, rng):
        before, dout_before = nonzero_input(rng, (5, 40)), nonzero_input(rng, (5, 40))
        x, dout = before.copy(), dout_before.copy()
        dropout = submission.Dropout(0.5, rng=generator(rng))
        mask = mask_of(dropout.forward(x), before)
        assert_unchanged(x, before, "x")
        assert_close(dropout.backward(dout), dout_before * mask)
        assert_unchanged(dout, dout_before, "dout")
        assert_close(dropout.forward(x, train_flg=False), 0.5 * before)
        assert_unchanged(x, before, "x")

    def test_nothing_or_everything(self, submission, rng):
        x = nonzero_input(rng, (7, 9))
        assert_close(submission.Dropout(0.0, generator(rng)).forward(x.copy()), x)
        assert_close(submission.Dropout(1.0, generator(rng)).forward(x.copy()), np.zeros((7, 9)))

    def test_without_rng(self, submission, rng):
        x = nonzero_input(rng, (7, 9))
        assert_shape(submission.Dropout(0.5).forward(x.copy()), (7, 9), "the output")
