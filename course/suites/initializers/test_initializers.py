"""Suite of initializers/initializers."""

import numpy as np
import pytest

from grader.expect import assert_in_range, assert_shape

# Of n random numbers the mean varies by std / √n, the standard deviation by std / √(2n), the
# share within one standard deviation, 0.683 of a normal distribution, by √(0.683 · 0.317 / n).
# Six times that never happens by chance, and mistakes are further off.
SIGMAS = 6
SHARE = 0.6827


def assert_normal(weights, shape, std):
    """Check shape, mean, standard deviation and distribution."""
    assert_shape(weights, shape)
    n = weights.size
    margin = SIGMAS * std / np.sqrt(2 * n)
    assert_in_range(float(weights.std()), std - margin, std + margin, "their standard deviation")
    margin = SIGMAS * std / np.sqrt(n)
    assert_in_range(float(weights.mean()), -margin, margin, "their mean")
    margin = SIGMAS * np.sqrt(SHARE * (1 - SHARE) / n)
    share = float(np.mean(np.abs(weights) < std))
    what = "the share of them within one standard deviation"
    assert_in_range(share, SHARE - margin, SHARE + margin, what)


def sizes(rng, n_in, n_out):
    """Sizes of about this ratio: recorded weights have another shape than the next seed's."""
    return n_in + int(rng.integers(60)), n_out + int(rng.integers(60))


def draw(submission, name, shape, rng):
    """Weights of the initializer with this name."""
    init = getattr(submission, name)
    return init(*shape, 0.5, rng) if name == "normal_init" else init(*shape, rng)


class TestNormal:
    """Normal weights with a given standard deviation"""

    points = 2

    def test_small_weights(self, submission, rng):
        shape = sizes(rng, 300, 200)
        assert_normal(submission.normal_init(*shape, 0.01, rng), shape, 0.01)

    def test_large_weights(self, submission, rng):
        shape, std = sizes(rng, 50, 400), rng.uniform(1.0, 2.0)
        assert_normal(submission.normal_init(*shape, std, rng), shape, std)


class TestXavier:
    """Xavier's weights"""

    points = 2

    def test_more_inputs_than_units(self, submission, rng):
        assert_normal(submission.xavier_init(400, 150, rng), (400, 150), 1 / 20)

    def test_more_units_than_inputs(self, submission, rng):
        n_in, n_out = sizes(rng, 100, 300)
        weights = submission.xavier_init(n_in, n_out, rng)
        assert_normal(weights, (n_in, n_out), np.sqrt(1 / n_in))


class TestHe:
    """He's weights"""

    points = 2

    def test_more_inputs_than_units(self, submission, rng):
        assert_normal(submission.he_init(450, 120, rng), (450, 120), 1 / 15)

    def test_more_units_than_inputs(self, submission, rng):
        n_in, n_out = sizes(rng, 50, 600)
        weights = submission.he_init(n_in, n_out, rng)
        assert_normal(weights, (n_in, n_out), np.sqrt(2 / n_in))


@pytest.mark.parametrize("name", ["normal_init", "xavier_init", "he_init"])
class TestRandomness:
    """Every weight for itself, all from rng"""

    points = 2

    def test_no_two_weights_are_equal(self, submission, rng, name):
        shape = sizes(rng, 7, 5)
        weights = draw(submission, name, shape, rng)
        assert_shape(weights, shape)
        count = len(np.unique(weights))
        assert count == weights.size, (
            f"Draw every weight for itself: only {count} of these {weights.size} weights are "
            "different, and units with equal weights learn the same thing."
        )

    def test_equal_generators_draw_equal_weights(self, submission, rng, name):
        shape, seed = sizes(rng, 7, 5), int(rng.integers(1000))
        weights, again = (
            draw(submission, name, shape, np.random.default_rng(seed)) for _ in range(2)
        )
        assert_shape(weights, shape)
        assert_shape(again, shape)
        assert np.array_equal(weights, again), (
            "Draw from rng and nothing else: two generators with the same seed should give the "
            "same weights."
        )

    def test_rng_moves_on(self, submission, rng, name):
        weights, more = (draw(submission, name, (7, 5), rng) for _ in range(2))
        assert_shape(weights, (7, 5))
        assert_shape(more, (7, 5))
        assert not np.any(weights == more), (
            "Draw from rng itself: two layers that are made with the same rng should not get the "
            "same weights."
        )
