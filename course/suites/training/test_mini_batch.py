"""Suite of training/mini_batch."""

import numpy as np

from grader.expect import assert_close, assert_shape, assert_unchanged, unpack


def samples(count):
    """Samples that tell where they come from: row i of x is i, i + ¼, i + ½, and its label is i."""
    return np.arange(count)[:, np.newaxis] + np.array([0.0, 0.25, 0.5]), np.arange(count)


def draw(submission, x, t, batch_size, rng):
    return unpack(submission.mini_batch(x, t, batch_size, rng), "x_batch", "t_batch")


def draw_rows(submission, count, batch_size, rng):
    """The numbers of the rows that were drawn, after checking that each has its own label."""
    x, t = samples(count)
    x_batch, t_batch = draw(submission, x.copy(), t.copy(), batch_size, rng)
    assert_shape(x_batch, (batch_size, 3), "x_batch")
    rows = x_batch[:, 0].astype(int)
    assert np.all(np.isin(rows, t)), "x_batch has rows that are not in x."
    assert_close(x_batch, x[rows], what="x_batch")
    assert_close(t_batch, rows, what="t_batch")
    return rows


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
        draw_rows(submission, 50, 8, rng)

    def test_one_hot_labels(self, submission, rng):
        x, labels = samples(10)
        x_batch, t_batch = draw(submission, x, np.eye(10)[labels], 4, rng)
        assert_shape(x_batch, (4, 3), "x_batch")
        assert_shape(t_batch, (4, 10), "t_batch")
        assert_close(np.argmax(t_batch, axis=1), x_batch[:, 0].astype(int), what="labels drawn")

    def test_images(self, submission, rng):
        x = np.arange(9.0)[:, np.newaxis, np.newaxis, np.newaxis] + np.zeros((9, 1, 2, 3))
        x_batch, t_batch = draw(submission, x, np.arange(9), 5, rng)
        assert_shape(x_batch, (5, 1, 2, 3), "x_batch")
        assert_close(t_batch, x_batch[:, 0, 1, 2].astype(int), what="t_batch")

    def test_inputs_are_left_unchanged(self, submission, rng):
        (x, t), (x_before, t_before) = samples(12), samples(12)
        x_batch, t_batch = draw(submission, x, t, 5, rng)
        assert_unchanged(x, x_before, "x")
        assert_unchanged(t, t_before, "t")
        assert_close(x_batch[:, 0], t_batch.astype(float), what="first column of x_batch")


class TestChance:
    """Every sample can be drawn"""

    points = 2

    def test_every_row_is_drawn(self, submission, rng):
        # With replacement, the chance that 60 batches of 8 miss one of 20 rows is
        # 20 · (19/20)⁴⁸⁰ = 4e-10.
        drawn = np.concatenate([draw_rows(submission, 20, 8, rng) for _ in range(60)])
        missing = sorted(set(range(20)) - set(drawn.tolist()))
        assert not missing, f"In 60 batches of 8, these of the 20 rows never came: {missing}."

    def test_rows_are_equally_likely(self, submission, rng):
        drawn = np.concatenate([draw_rows(submission, 6, 4, rng) for _ in range(60)])
        counts = np.bincount(drawn, minlength=6)
        # Each row is expected 40 times, give or take √(240 · ⅙ · ⅚) = 5.8; six times that is 35.
        assert np.all(np.abs(counts - 40) <= 35), (
            f"In 60 batches of 4 out of 6 rows, the rows came {counts.tolist()} times."
        )

    def test_rows_are_drawn_one_by_one(self, submission, rng):
        # A batch of 5 that is one stretch of 50 rows has a chance below 1e-5; all of 6, none.
        batches = [np.sort(draw_rows(submission, 50, 5, rng)) for _ in range(6)]
        assert any(np.any(np.diff(batch) > 1) for batch in batches), (
            "Each of your batches is one stretch of neighbouring rows: draw each row by itself."
        )

    def test_drawn_with_rng(self, submission):
        first, again, other = (
            draw_rows(submission, 1000, 5, np.random.default_rng(seed)) for seed in (5, 5, 6)
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
        self.check(cut(submission, 50, 8, rng), 50, [8, 8, 8, 8, 8, 8, 2])

    def test_without_a_remainder(self, submission, rng):
        self.check(cut(submission, 12, 4, rng), 12, [4, 4, 4])

    def test_batch_larger_than_the_epoch(self, submission, rng):
        self.check(cut(submission, 3, 7, rng), 3, [3])

    def test_shuffled_with_rng(self, submission):
        first, again, other = (
            np.concatenate(cut(submission, 60, 7, np.random.default_rng(seed)))
            for seed in (5, 5, 6)
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
