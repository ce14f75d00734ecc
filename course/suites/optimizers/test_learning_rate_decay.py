"""Suite of optimizers/learning_rate_decay."""

import numpy as np

from grader.expect import assert_close


class TestInverseTime:
    """Inverse-time decay"""

    points = 2

    def test_worked_example(self, submission):
        assert_close(submission.inverse_time_decay(0.1, 0.25, 4), 0.05)

    def test_epoch_0_has_the_initial_rate(self, submission):
        assert_close(submission.inverse_time_decay(0.3, 0.5, 0), 0.3)

    def test_many_epochs(self, submission):
        rates = {1: 0.1 / 1.01, 2: 0.1 / 1.02, 10: 0.1 / 1.1, 100: 0.05, 900: 0.01}
        for epoch, rate in rates.items():
            assert_close(submission.inverse_time_decay(0.1, 0.01, epoch), rate)

    def test_random_rates(self, submission, reference, rng):
        lr, decay_rate, epoch = rng.uniform(0.01, 1.0), rng.uniform(0.1, 2.0), 7
        expected = reference.inverse_time_decay(lr, decay_rate, epoch)
        assert_close(submission.inverse_time_decay(lr, decay_rate, epoch), expected)


class TestStep:
    """Step decay"""

    points = 2

    def test_worked_example(self, submission):
        assert_close(submission.step_decay(0.8, 0.5, 10, 20), 0.2)

    def test_the_rate_falls_at_every_nth_epoch(self, submission):
        for epoch, rate in enumerate([0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2]):
            assert_close(submission.step_decay(0.8, 0.5, 3, epoch), rate)

    def test_other_drops(self, submission):
        rates = {0: 0.6, 15: 0.6, 19: 0.6, 20: 0.06, 39: 0.06, 40: 0.006, 61: 0.0006}
        for epoch, rate in rates.items():
            assert_close(submission.step_decay(0.6, 0.1, 20, epoch), rate)

    def test_random_rates(self, submission, reference, rng):
        lr, drop, epoch = rng.uniform(0.01, 1.0), rng.uniform(0.2, 0.9), int(rng.integers(8, 99))
        expected = reference.step_decay(lr, drop, 7, epoch)
        assert_close(submission.step_decay(lr, drop, 7, epoch), expected)


class TestExponential:
    """Exponential decay"""

    points = 2

    def test_worked_example(self, submission):
        assert_close(submission.exponential_decay(0.5, 0.25, 4), 0.5 / np.e)

    def test_epoch_0_has_the_initial_rate(self, submission):
        assert_close(submission.exponential_decay(0.3, 0.5, 0), 0.3)

    def test_many_epochs(self, submission):
        for epoch in (1, 2, 50, 100):
            rate = submission.exponential_decay(0.1, 0.01, epoch)
            assert_close(rate, 0.1 * np.exp(-epoch / 100))

    def test_random_rates(self, submission, reference, rng):
        lr, decay_rate, epoch = rng.uniform(0.01, 1.0), rng.uniform(0.1, 1.0), 5
        expected = reference.exponential_decay(lr, decay_rate, epoch)
        assert_close(submission.exponential_decay(lr, decay_rate, epoch), expected)


class TestInitialRate:
    """Always from the initial rate, whatever was asked before"""

    points = 1

    def test_inverse_time(self, submission, rng):
        lr = rng.uniform(0.01, 1.0)
        for epoch, rate in ((10, lr / 2), (0, lr), (5, lr / 1.5), (10, lr / 2)):
            assert_close(submission.inverse_time_decay(lr, 0.1, epoch), rate)

    def test_step(self, submission, rng):
        lr = rng.uniform(0.01, 1.0)
        for epoch, rate in ((10, lr / 4), (0, lr), (5, lr / 2), (10, lr / 4)):
            assert_close(submission.step_decay(lr, 0.5, 5, epoch), rate)

    def test_exponential(self, submission, rng):
        lr = rng.uniform(0.01, 1.0)
        for epoch, rate in ((10, lr / np.e), (0, lr), (5, lr / np.e**0.5), (10, lr / np.e)):
            assert_close(submission.exponential_decay(lr, 0.1, epoch), rate)
