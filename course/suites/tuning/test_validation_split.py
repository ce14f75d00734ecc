"""Suite of tuning/validation_split."""

import numpy as np

from grader.expect import assert_close, assert_shape, assert_unchanged, unpack


def numbered_samples(rng, sample_count):
    """Samples (N, 3) whose first column is their own number, and their numbers as labels."""
    x = rng.uniform(size=(sample_count, 3))
    x[:, 0] = np.arange(sample_count)
    return x, np.arange(sample_count)


def split(submission, x, t, validation_ratio, seed):
    """The four parts. The submission works on copies: what it does to them is another test's."""
    rng = np.random.default_rng(seed)
    result = submission.validation_split(x.copy(), t.copy(), validation_ratio, rng)
    return unpack(result, "x_train", "t_train", "x_val", "t_val")


def assert_partition(x_train, x_val, x, val_size):
    """Check the sizes, and that each of the numbered samples is in one part, and only once."""
    assert_shape(x_train, (len(x) - val_size, 3), "x_train")
    assert_shape(x_val, (val_size, 3), "x_val")
    found = np.concatenate([x_train, x_val])
    found = found[np.argsort(found[:, 0])]
    assert_close(found[:, 0], x[:, 0], what="the first column of x_train and x_val, sorted")
    assert_close(found, x, what="x_train and x_val together, sorted by their first column")


class TestSizes:
    """The sizes of the two parts"""

    points = 2

    def test_one_fifth(self, submission, rng):
        x, t = numbered_samples(rng, 50)
        x_train, t_train, x_val, t_val = split(submission, x, t, 0.2, seed=rng.integers(1000))
        assert t_train.shape == (40,), "t_train should have one label for each row of x_train."
        assert t_val.shape == (10,), "t_val should have one label for each row of x_val."
        assert_partition(x_train, x_val, x, 10)

    def test_rounded_down(self, submission, rng):
        x, t = numbered_samples(rng, 25)
        x_train, _, x_val, _ = split(submission, x, t, 0.3, seed=rng.integers(1000))  # 7.5 samples
        assert_partition(x_train, x_val, x, 7)


class TestPartition:
    """Every sample once, with its own label"""

    points = 3

    def test_no_sample_is_lost_or_in_both_parts(self, submission, rng):
        x, t = numbered_samples(rng, 40)
        x_train, _, x_val, _ = split(submission, x, t, 0.25, seed=rng.integers(1000))
        assert_partition(x_train, x_val, x, 10)

    def test_labels_stay_with_their_samples(self, submission, rng):
        x, t = numbered_samples(rng, 40)
        x_train, t_train, x_val, t_val = split(submission, x, t, 0.25, seed=rng.integers(1000))
        assert_partition(x_train, x_val, x, 10)
        assert_close(t_train, x_train[:, 0].astype(int), what="t_train")
        assert_close(t_val, x_val[:, 0].astype(int), what="t_val")

    def test_images_with_one_hot_labels(self, submission, rng):
        x, labels = rng.normal(size=(12, 2, 3)), np.arange(12) % 4
        x[:, 0, 0] = np.arange(12)
        t = np.eye(4)[labels]
        x_train, t_train, x_val, t_val = split(submission, x, t, 0.5, seed=rng.integers(1000))
        assert_shape(x_train, (6, 2, 3), "x_train")
        assert_shape(x_val, (6, 2, 3), "x_val")
        assert_partition(x_train[:, 0], x_val[:, 0], x[:, 0], 6)
        for part, part_t, what in ((x_train, t_train, "train"), (x_val, t_val, "val")):
            numbers = part[:, 0, 0].astype(int)
            assert_close(part, x[numbers], what=f"x_{what}")
            assert_close(part_t, t[numbers], what=f"t_{what}")


class TestShuffled:
    """Drawn at random, by rng"""

    points = 2

    def test_every_sample_can_be_in_either_part(self, submission, rng):
        # A sample misses the 40 % for validation in 60 splits once in 2·10¹³ runs.
        x, t = numbered_samples(rng, 5)
        drawn = set()
        for seed in rng.integers(10**6, size=60):
            x_train, _, x_val, _ = split(submission, x, t, 0.4, seed)
            assert_partition(x_train, x_val, x, 2)
            drawn.update(x_val[:, 0].tolist())
        assert drawn == {0.0, 1.0, 2.0, 3.0, 4.0}, (
            "Shuffle before you split: in 60 splits, some samples were never used for validation."
        )

    def test_randomness_comes_from_rng(self, submission, rng):
        x, t = numbered_samples(rng, 40)
        seed = int(rng.integers(1000))
        first, again, other = (
            split(submission, x, t, 0.25, each) for each in (seed, seed, seed + 1)
        )
        assert_partition(first[0], first[2], x, 10)
        assert np.array_equal(first[2], again[2]), (
            "Draw from rng alone: equal generators gave two different splits."
        )
        assert not np.array_equal(first[2], other[2]), (
            "Draw from rng: different generators gave the same split."
        )


class TestTraps:
    """No validation data at all, inputs left alone"""

    points = 1

    def test_ratio_zero(self, submission, rng):
        x, t = numbered_samples(rng, 9)
        x_train, t_train, x_val, t_val = split(submission, x, t, 0.0, seed=rng.integers(1000))
        assert t_val.shape == (0,), "t_val should be empty when validation_ratio is 0."
        assert_partition(x_train, x_val, x, 0)
        assert_close(t_train, x_train[:, 0].astype(int), what="t_train")

    def test_inputs_are_left_unchanged(self, submission, rng):
        before, t_before = numbered_samples(rng, 30)
        x, t = before.copy(), t_before.copy()
        generator = np.random.default_rng(rng.integers(1000))
        result = submission.validation_split(x, t, 0.2, generator)
        x_train, t_train, x_val, _ = unpack(result, "x_train", "t_train", "x_val", "t_val")
        assert_unchanged(x, before, "x")
        assert_unchanged(t, t_before, "t")
        assert_partition(x_train, x_val, before, 6)
        assert_close(t_train, x_train[:, 0].astype(int), what="t_train")
