"""Suite of networks/simple_net."""

import numpy as np

from course.suites.chance import assert_drawn_with
from grader.expect import assert_close, assert_in_range, assert_shape, assert_unchanged

# The weights and the sample of the book's section 4.4.2; the right class is 2.
W = np.array([[0.47355232, 0.9977393, 0.84668094], [0.85557411, 0.0356366, 0.69422093]])
X = np.array([0.6, 0.9])

# Weights below ½ and inputs below 1 leave each class a probability p of 0.06 or more. The 1e-7 in
# the logarithm moves the loss and its slopes by 1e-7 / p of themselves, 2e-6; whoever writes
# the gradient without it is as right. The numerical gradient's own error is below 1e-8.
RTOL = 1e-5
ATOL = 2e-6


def net_with(submission, weights):
    net = submission.SimpleNet(np.random.default_rng(0))
    net.W = weights.copy()
    return net


def random_batch(rng):
    """Weights, four samples and their labels."""
    return rng.uniform(-0.5, 0.5, (2, 3)), rng.uniform(-1.0, 1.0, (4, 2)), np.array([2, 0, 1, 0])


class TestWeights:
    """Weights from the standard normal distribution"""

    points = 1

    def test_shape(self, submission):
        net = submission.SimpleNet(np.random.default_rng(1))
        assert_shape(net.W, (2, 3), "W")
        assert np.all(net.W), "Draw every weight: some of yours are exactly 0."

    def test_distribution(self, submission, rng):
        weights = np.concatenate([np.ravel(submission.SimpleNet(rng).W) for _ in range(30)])
        # 180 draws: their mean strays by 1/√180 = 0.075, their deviation by 1/√360 = 0.053. The
        # bounds are five times that, and the mean's hold for a right deviation only. A uniform
        # distribution of deviation 1 ends at 1.73, and one of 180 normal numbers is above 1.75 in
        # all but one of three million runs.
        assert_in_range(np.std(weights), 0.73, 1.27, "standard deviation of 180 weights")
        assert_in_range(np.mean(weights), -0.38, 0.38, "mean of 180 weights")
        assert_in_range(np.max(np.abs(weights)), 1.75, np.inf, "largest of 180 weights")

    def test_drawn_with_rng(self, submission, rng):
        assert_drawn_with(
            lambda generator: submission.SimpleNet(generator).W,
            rng,
            "Draw the weights with rng: two generators of the same seed gave different weights.",
            "Draw the weights with rng: two generators of different seeds gave the same weights.",
        )


class TestPredict:
    """Scores"""

    points = 1

    def test_worked_example(self, submission):
        scores = net_with(submission, W).predict(X.copy())
        assert_close(scores, np.array([1.054148091, 0.63071652, 1.132807401]))

    def test_batch(self, submission, rng):
        weights, x, _ = random_batch(rng)
        expected = x @ weights
        assert_close(net_with(submission, weights).predict(x), expected)

    def test_as_many_samples_as_inputs(self, submission):
        # Here xᵀ · W would go through without an error.
        x = np.array([[1.0, 2.0], [-3.0, 0.5]])
        expected = x @ W
        assert_close(net_with(submission, W).predict(x), expected)


class TestLoss:
    """The loss"""

    points = 2

    def test_worked_example(self, submission):
        loss = net_with(submission, W).loss(X.copy(), np.array([0, 0, 1]))
        assert_close(loss, 0.9280682836329711, rtol=RTOL)

    def test_class_number(self, submission):
        # An element of a label array, which has a size, as the book's cross_entropy_error asks.
        loss = net_with(submission, W).loss(X.copy(), np.int64(2))
        assert_close(loss, 0.9280682836329711, rtol=RTOL)

    def test_batch(self, submission, reference, rng):
        weights, x, t = random_batch(rng)
        expected = net_with(reference, weights).loss(x, t)
        assert_close(net_with(submission, weights).loss(x, t), expected, rtol=RTOL)

    def test_large_scores(self, submission):
        # Scores of 2000, 0 and 1000: the right class loses by 1000, and its probability is 0.
        net = net_with(submission, np.array([[1000.0, 0.0, 500.0], [0.0, 0.0, 0.0]]))
        assert_close(net.loss(np.array([2.0, 1.0]), np.int64(2)), -np.log(1e-7), rtol=RTOL)


class TestGradient:
    """The gradient"""

    points = 2

    def test_worked_example(self, submission):
        gradient = net_with(submission, W).gradient(X.copy(), np.array([0, 0, 1]))
        expected = np.array(
            [
                [0.219247571711656, 0.14356242885649184, -0.3628100004948731],
                [0.32887135760995, 0.21534364335051848, -0.544215000709003],
            ]
        )
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)

    def test_batch(self, submission, reference, rng):
        weights, x, t = random_batch(rng)
        expected = net_with(reference, weights).gradient(x, t)
        gradient = net_with(submission, weights).gradient(x, t)
        assert_close(gradient, expected, rtol=RTOL, atol=ATOL)


class TestTraps:
    """Weights and inputs left alone"""

    points = 1

    def test_gradient_leaves_everything_as_it_was(self, submission, reference, rng):
        weights, x_before, labels = random_batch(rng)
        expected = net_with(reference, weights).gradient(x_before, np.eye(3)[labels])
        net, x, t = net_with(submission, weights), x_before.copy(), np.eye(3)[labels]
        assert_close(net.gradient(x, t), expected, rtol=RTOL, atol=ATOL)
        assert_unchanged(net.W, weights, "W")
        assert_unchanged(x, x_before, "x")
        assert_unchanged(t, np.eye(3)[labels], "t")

    def test_new_weights_count_at_once(self, submission, reference, rng):
        weights, x, t = random_batch(rng)
        expected = net_with(reference, -weights).gradient(x, t)
        net = net_with(submission, weights)
        net.gradient(x.copy(), t.copy())
        net.W = -weights
        assert_close(net.predict(x.copy()), x @ -weights)
        assert_close(net.gradient(x, t), expected, rtol=RTOL, atol=ATOL)

    def test_each_network_has_its_own_weights(self, submission):
        first, second = net_with(submission, W), net_with(submission, 2 * W)
        assert_close(first.predict(X.copy()), X @ W)
        assert_close(second.predict(X.copy()), X @ W * 2)
