"""Suite of gradients/gradient_descent."""

import numpy as np

from grader.expect import assert_close, assert_unchanged, unpack

# Each step repeats the gradient's rounding, 1e-11, so points agree to about 1e-9.
ATOL = 1e-8


def bowl(x):
    """Σ x²"""
    return float(np.sum(x**2))


def valley(x):
    """x₀²/20 + x₁²"""
    return float(x[0] ** 2 / 20 + x[1] ** 2)


def descend(submission, *args, **kwargs):
    return unpack(submission.gradient_descent(*args, **kwargs), "x", "x_history")


class TestLastPoint:
    """Where it ends"""

    points = 2

    def test_two_steps(self, submission):
        # The slope of x² is 2x: from 5 to 4, and from there to 3.2.
        x, _ = descend(submission, bowl, np.array([5.0]), lr=0.1, step_num=2)
        assert_close(x, np.array([3.2]), rtol=0, atol=ATOL, what="x")

    def test_bowl(self, submission, rng):
        start = rng.uniform(2.0, 5.0, size=2) * [-1.0, 1.0]
        expected = start * 0.8**20
        x, _ = descend(submission, bowl, start, lr=0.1, step_num=20)
        assert_close(x, expected, rtol=0, atol=ATOL, what="x")

    def test_defaults(self, submission):
        # lr = 0.01 and 100 steps: each step of the bowl multiplies x by 0.98. The only test of so
        # many steps, because each takes two calls of f for every element of x.
        x, _ = descend(submission, bowl, np.array([5.0]))
        assert_close(x, np.array([5.0]) * 0.98**100, rtol=0, atol=ATOL, what="x")

    def test_valley(self, submission, reference):
        start = np.array([-7.0, 2.0])
        expected, _ = reference.gradient_descent(valley, start.copy(), lr=0.9, step_num=7)
        x, _ = descend(submission, valley, start, lr=0.9, step_num=7)
        assert_close(x, expected, rtol=0, atol=ATOL, what="x")


class TestHistory:
    """The points on the way"""

    points = 2

    def test_history_of_the_bowl(self, submission):
        _, history = descend(submission, bowl, np.array([-3.0, 4.0]), lr=0.1, step_num=5)
        expected = np.array([-3.0, 4.0]) * 0.8 ** np.arange(5)[:, np.newaxis]
        assert_close(history, expected, rtol=0, atol=ATOL, what="x_history")

    def test_matrix(self, submission, rng):
        start = rng.normal(size=(2, 3))
        expected = start * 0.5 ** np.arange(4)[:, np.newaxis, np.newaxis]
        _, history = descend(submission, bowl, start, lr=0.25, step_num=4)
        assert_close(history, expected, rtol=0, atol=ATOL, what="x_history")


class TestTraps:
    """The start, and other learning rates"""

    points = 2

    def test_init_x_keeps_its_value(self, submission, rng):
        before = rng.uniform(2.0, 5.0, size=2) * [-1.0, 1.0]
        start = before.copy()
        x, _ = descend(submission, bowl, start, lr=0.1, step_num=3)
        assert_unchanged(start, before, "init_x")
        assert_close(x, before * 0.8**3, rtol=0, atol=ATOL, what="x")

    def test_no_step_at_all(self, submission):
        x, history = descend(submission, bowl, np.array([-3.0, 4.0]), lr=0.1, step_num=0)
        assert_close(x, np.array([-3.0, 4.0]), rtol=0, atol=0, what="x")
        assert isinstance(history, np.ndarray) and len(history) == 0, (
            "After no step at all, x_history should be an array without entries."
        )

    def test_too_large_a_learning_rate_diverges(self, submission):
        # At lr = 10 each step multiplies x by -19. Beyond a few steps the exact numbers are
        # nothing but amplified rounding: only their size is asked for.
        x, _ = descend(submission, bowl, np.array([-3.0, 4.0]), lr=10.0, step_num=4)
        assert_close(x, np.array([-3.0, 4.0]) * 19.0**4, rtol=1e-6, what="x")

    def test_too_small_a_learning_rate_stays_near_the_start(self, submission):
        x, _ = descend(submission, bowl, np.array([-3.0, 4.0]), lr=1e-10, step_num=10)
        # One step moves x₀ by 6e-10: ten of them are told from none at a tolerance of 1e-10.
        assert_close(x, np.array([-3.0 + 60e-10, 4.0 - 80e-10]), rtol=0, atol=1e-10, what="x")
