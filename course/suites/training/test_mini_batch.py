"""Suite of training/mini_batch."""

import numpy as np

from grader.expect import assert_close, assert_shape, assert_unchanged, unpack


def samples(rng, count, shape=(3,)):
    """Random samples, and labels that tell them apart: the numbers below count, in any order."""
    return rng.normal(size=(count, *shape)), rng.permutation(count)


def draw(submission, x, t, batch_size, rng):
    """A batch of copies of x and t, so that what comes of them changes nothing here."""
    result = submission.mini_batch(x.copy(), t.copy(), batch_size, rng)
    return unpack(result, "x_batch", "t_batch")


def rows_of(x, t, x_batch, t_batch):
    """The numbers of the rows that were drawn, after checking that each has its own label."""
    fits = isinstance(t_batch, np.ndarray) and t_batch.dtype.kind in "iu" and t_batch.ndim == 1
    assert fits, "t_batch should be an array of labels, of the dtype and dimensions of t."
    assert np.all(np.isin(t_batch, t)), "t_batch has labels that are not in t."
    rows = np.argsort(t)[t_batch]
    assert_close(x_batch, x[rows], what="x_batch, by the labels in t_batch,")
    return rows


def draw_rows(submission, count, batch_size, rng, seed):
    """The rows of one batch, drawn with a generator of this seed."""
    x, t = samples(rng, count)
    batch = draw(submission, x, t, batch_size, np.random.default_rng(seed))
    rows = rows_of(x, t, *batch)
    assert len(rows) == batch_size, f"The batch has {len(rows)} rows instead of {batch_size}."
    return rows


def seeds(rng, count):
    """As many different seeds."""
    return [int(seed) for seed in rng.choice(10_000, count, replace=False)]


def cut(submission, train_size, batch_size, rng):
    """The batches of an epoch, after checking that they are arrays of whole numbers."""
    batches = submission.epoch_batches(train_size, batch_size, rng)
    assert isinstance(batches, list), "epoch_batches should return a list of arrays."
    for batch in batches:
        fits = isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu"
        assert fits, "Each batch should be an array of row numbers, with one dimension."
    return batches


class TestPairs:
    """Samples with their own labels"""

    points = 2

    def test_one_batch(self, submission, rng):
        draw_rows(submission, 50, 8, rng, 3)

    def test_one_hot_labels(self, submission, rng):
        x, labels = samples(rng, 10)
        x_batch, t_batch = draw(submission, x, np.eye(10)[labels], 4, np.random.default_rng(3))
        assert_shape(x_batch, (4, 3), "x_batch")
        assert_shape(t_batch, (4, 10), "t_batch")
        drawn = np.argmax(t_batch, axis=1)
        assert_close(t_batch, np.eye(10)[drawn], what="t_batch")
        rows_of(x, labels, x_batch, drawn)

    def test_images(self, submission, rng):
        x, t = samples(rng, 9, (1, 2, 3))
        x_batch, t_batch = draw(submission, x, t, 5, np.random.default_rng(3))
        assert_shape(x_batch, (5, 1, 2, 3), "x_batch")
        rows_of(x, t, x_batch, t_batch)

    def test_inputs_are_left_unchanged(self, submission, rng):
        x_before, t_before = samples(rng, 12)
        x, t = x_before.copy(), t_before.copy()
        batch = submission.mini_batch(x, t, 5, np.random.default_rng(3))
        assert_unchanged(x, x_before, "x")
        assert_unchanged(t, t_before, "t")
        rows_of(x_before, t_before, *unpack(batch, "x_batch", "t_batch"))


class TestChance:
    """Every sample can be drawn"""

    points = 2

    def test_every_row_is_drawn(self, submission, rng):
        # With replacement, the chance that 60 batches of 8 miss one of 20 rows is
        # 20 · (19/20)⁴⁸⁰ = 4e-10.
        drawn = np.concatenate([draw_rows(submission, 20, 8, rng, seed) for seed in seeds(rng, 60)])
        missing = sorted(set(range(20)) - set(drawn.tolist()))
        assert not missing, f"In 60 batches of 8, these of the 20 rows never came: {missing}."

    def test_rows_are_equally_likely(self, submission, rng):
        drawn = np.concatenate([draw_rows(submission, 6, 4, rng, seed) for seed in seeds(rng, 60)])
        counts = np.bincount(drawn, minlength=6)
        # Each row is expected 40 times, give or take √(240 · ⅙ · ⅚) = 5.8; six times that is 35.
        assert np.all(np.abs(counts - 40) <= 35), (
            f"In 60 batches of 4 out of 6 rows, the rows came {counts.tolist()} times."
        )

    def test_rows_are_drawn_one_by_one(self, submission, rng):
        # A batch of 5 that is one stretch of 50 rows has a chance below 1e-5; all of 6, none.
        batches = [np.sort(draw_rows(submission, 50, 5, rng, seed)) for seed in seeds(rng, 6)]
        assert any(np.any(np.diff(batch) > 1) for batch in batches), (
            "Each of your batches is one stretch of neighbouring rows: draw each row by itself."
        )

    def test_drawn_with_rng(self, submission, rng):
        seed, another = seeds(rng, 2)
        first, again, other = (
            draw_rows(submission, 1000, 5, rng, each) for each in (seed, seed, another)
        )
        assert np.array_equal(first, again), (
            "Draw the rows with rng: two generators of the same seed drew different rows."
        )
        assert not np.array_equal(first, other), (
            "Draw the rows with rng: two generators of different seeds drew the same rows."
        )


class TestEpoch:
    """An epoch covers each index once"""

    points = 2

    def check(self, batches, train_size, lengths):
        found = [len(batch) for batch in batches]
        assert found == lengths, f"The batches have lengths {found}; expected are {lengths}."
        assert_close(
            np.sort(np.concatenate(batches)), np.arange(train_size), what="all batches, sorted"
        )

    def test_with_a_shorter_last_batch(self, submission, rng):
        full, rest = int(rng.integers(5, 60)), int(rng.integers(1, 8))
        train_size = 8 * full + rest
        self.check(cut(submission, train_size, 8, rng), train_size, [8] * full + [rest])

    def test_without_a_remainder(self, submission, rng):
        self.check(cut(submission, 12, 4, rng), 12, [4, 4, 4])

    def test_batch_larger_than_the_epoch(self, submission, rng):
        self.check(cut(submission, 3, 7, rng), 3, [3])

    def test_shuffled_with_rng(self, submission, rng):
        seed, another = seeds(rng, 2)
        first, again, other = (
            np.concatenate(cut(submission, 60, 7, np.random.default_rng(each)))
            for each in (seed, seed, another)
        )
        assert np.array_equal(first, again), (
            "Shuffle with rng: two generators of the same seed gave different orders."
        )
        assert not np.array_equal(first, other), (
            "Shuffle with rng: two generators of different seeds gave the same order."
        )

    def test_each_epoch_has_its_own_batches(self, submission, rng):
        # Two shuffles of 60 numbers that share a batch of 20 are out of the question.
        first, second = (cut(submission, 60, 20, rng) for _ in range(2))
        self.check(first, 60, [20, 20, 20])
        before = [set(batch.tolist()) for batch in first]
        assert not any(set(batch.tolist()) in before for batch in second), (
            "The second epoch has batches of the first: shuffle the numbers, not the batches."
        )
        neighbours = [np.diff(np.sort(batch)).max() == 1 for batch in second]
        assert not any(neighbours), (
            "A batch holds neighbouring numbers only: shuffle the numbers before you cut them."
        )
