"""Suite of networks/two_layer_net."""

import numpy as np

from course.suites import first_wrong
from course.suites.chance import assert_drawn_with
from dataset.mnist import DIGITS, load_mnist
from grader.expect import assert_close, assert_in_range, assert_shape, assert_unchanged

D, H, K, N = 4, 5, 3, 6

# Output weights and biases below ½ leave each class a probability p of 1e-3 or more. The 1e-7 in
# the logarithm moves the loss and its slopes by 1e-7 / p of themselves, 1e-4 at the very most,
# and whoever clips instead or leaves it out is as right. Elements near 0 are sums of larger ones.
RTOL = 1e-4
ATOL = 1e-6

WAY_BACK = {
    "b2": "d2 = (y − t) / N, summed over the batch",
    "W2": "d2, multiplied by the output z1 of the hidden layer",
    "b1": "the step back through W2 and the hidden layer's sigmoid, summed over the batch",
    "W1": "d1, multiplied by x",
}


def random_params(rng):
    """Parameters of a network with D inputs, H hidden units and K classes; no bias is 0."""
    return {
        "W1": rng.uniform(-1.0, 1.0, (D, H)),
        "b1": rng.uniform(0.1, 1.0, H),
        "W2": rng.uniform(-0.5, 0.5, (H, K)),
        "b2": np.array([0.5, -0.25, 0.1]),
    }


def net_with(module, params):
    net = module.TwoLayerNet(D, H, K, rng=np.random.default_rng(0))
    arrays = net.params
    for key, value in params.items():
        assert_shape(arrays[key], value.shape, f"params[{key!r}]")
        arrays[key][...] = value
    return net


def assert_gradients(gradients, expected):
    first_wrong.assert_gradients(gradients, expected, WAY_BACK, RTOL, ATOL)


def assert_params_unchanged(net, before):
    arrays = net.params
    for key, value in before.items():
        assert_unchanged(arrays[key], value, f"params[{key!r}]")


class TestStart:
    """The parameters at the start"""

    points = 1

    def test_shapes(self, submission):
        net = submission.TwoLayerNet(4, 5, 3, rng=np.random.default_rng(0))
        shapes = {key: np.shape(value) for key, value in net.params.items()}
        expected = {"W1": (4, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
        assert shapes == expected, f"The shapes in params should be {expected}."

    def test_biases_are_0(self, submission):
        net = submission.TwoLayerNet(4, 5, 3, rng=np.random.default_rng(0))
        assert_close(net.params["b1"], np.zeros(5), what="params['b1']")
        assert_close(net.params["b2"], np.zeros(3), what="params['b2']")

    def check_distribution(self, weights, std, what):
        # 600 draws or more: their mean strays by std/√600 = 4 % of std, their deviation by
        # std/√1200 = 3 %. The bounds are five times that, and the mean's hold for a right deviation
        # only. A uniform distribution of the same deviation ends at 1.73 · std.
        assert_in_range(np.std(weights), 0.85 * std, 1.15 * std, f"standard deviation of {what}")
        assert_in_range(np.mean(weights), -0.21 * std, 0.21 * std, f"mean of {what}")
        assert_in_range(np.max(np.abs(weights)), 1.9 * std, np.inf, f"largest of {what}")

    def test_default_deviation(self, submission, rng):
        net = submission.TwoLayerNet(40, 30, 20, rng=rng)
        self.check_distribution(net.params["W1"], 0.01, "W1")
        self.check_distribution(net.params["W2"], 0.01, "W2")

    def test_given_deviation(self, submission, rng):
        net = submission.TwoLayerNet(40, 30, 20, weight_init_std=2.0, rng=rng)
        self.check_distribution(net.params["W1"], 2.0, "W1")
        self.check_distribution(net.params["W2"], 2.0, "W2")

    def test_drawn_with_rng(self, submission, rng):
        assert_drawn_with(
            lambda generator: submission.TwoLayerNet(4, 5, 3, rng=generator).params["W2"],
            rng,
            "Draw the weights with rng: two generators of the same seed gave different weights.",
            "Draw the weights with rng: two generators of different seeds gave the same weights.",
        )

    def test_without_rng(self, submission):
        first, second = (submission.TwoLayerNet(4, 5, 3).params["W1"].copy() for _ in range(2))
        assert not np.array_equal(first, second), (
            "Without rng, chance seeds the generator: two networks should start differently."
        )


class TestPredict:
    """Predictions"""

    points = 1

    def test_random_network(self, submission, reference, rng):
        params, x = random_params(rng), rng.normal(size=(N, D))
        expected = net_with(reference, params).predict(x)
        assert_close(net_with(submission, params).predict(x), expected)

    def test_every_parameter_counts(self, submission, reference, rng):
        params, x = random_params(rng), rng.normal(size=(N, D))
        net = net_with(submission, params)
        arrays = net.params
        for key in params:
            params[key] = params[key] * -2.0
            expected = net_with(reference, params).predict(x)
            arrays[key][...] = params[key]
            assert_close(net.predict(x.copy()), expected, what=f"predict(x) with a new {key}")

    def test_large_inputs(self, submission, reference, rng):
        params, x = random_params(rng), 1000.0 * rng.normal(size=(N, D))
        expected = net_with(reference, params).predict(x)
        assert_close(net_with(submission, params).predict(x), expected)


class TestLossAndAccuracy:
    """Loss and accuracy, with class numbers or one-hot labels"""

    points = 2

    def test_loss(self, submission, reference, rng):
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.array([2, 0, 1, 1, 0, 2])
        expected = net_with(reference, params).loss(x, t)
        net = net_with(submission, params)
        assert_close(net.loss(x.copy(), t.copy()), expected, rtol=RTOL)
        assert_close(net.loss(x, np.eye(K)[t]), expected, rtol=RTOL)

    def test_loss_of_as_many_samples_as_classes(self, submission, reference, rng):
        # Here class numbers would broadcast against the probabilities without an error.
        params, x, t = random_params(rng), rng.normal(size=(K, D)), np.array([2, 0, 0])
        expected = net_with(reference, params).loss(x, t)
        assert_close(net_with(submission, params).loss(x, t), expected, rtol=RTOL)

    def test_accuracy(self, submission, reference, rng):
        params, x = random_params(rng), rng.normal(size=(7, D))
        t = np.argmax(net_with(reference, params).predict(x), axis=1)
        t[:3] = (t[:3] + 1) % K
        net = net_with(submission, params)
        assert_close(net.accuracy(x.copy(), t.copy()), 4 / 7)
        assert_close(net.accuracy(x, np.eye(K)[t]), 4 / 7)

    def test_accuracy_of_as_many_samples_as_classes(self, submission, reference, rng):
        params, x = random_params(rng), rng.normal(size=(K, D))
        t = np.argmax(net_with(reference, params).predict(x), axis=1)
        # The first sample's class is made 0: one-hot rows hold zeros as well, so whoever compares
        # them with classes as they are counts some as equal.
        params |= {key: np.roll(params[key], -t[0], axis=-1) for key in ("W2", "b2")}
        t = (t - t[0]) % K
        t[1] = (t[1] + 1) % K
        net = net_with(submission, params)
        assert_close(net.accuracy(x.copy(), t.copy()), 2 / 3)
        assert_close(net.accuracy(x, np.eye(K)[t]), 2 / 3)

    def test_loss_of_an_untrained_network(self, submission, rng):
        # Small weights make all ten classes almost equally probable, so the loss is about ln 10.
        (x, t), _ = load_mnist(folder=DIGITS)
        net = submission.TwoLayerNet(64, 50, 10, rng=rng)
        loss = net.loss(x[:100], t[:100])
        assert_in_range(loss, 0.95 * np.log(10), 1.05 * np.log(10), "loss at the start")


class TestNumericalGradient:
    """The numerical gradient"""

    points = 1

    def test_random_network(self, submission, reference, rng):
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.array([2, 0, 1, 1, 0, 2])
        expected = net_with(reference, params).numerical_gradient(x, t)
        net = net_with(submission, params)
        gradients = net.numerical_gradient(x, t)
        assert_close(gradients, expected, rtol=RTOL, atol=ATOL, what="gradients")
        assert_params_unchanged(net, params)


class TestGradient:
    """The gradient by the chain rule"""

    points = 2

    def test_class_numbers(self, submission, reference, rng):
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.array([2, 0, 1, 1, 0, 2])
        expected = net_with(reference, params).gradient(x, t)
        assert_gradients(net_with(submission, params).gradient(x, t), expected)

    def test_one_hot(self, submission, reference, rng):
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.eye(K)[[1, 0, 1, 2, 0, 0]]
        expected = net_with(reference, params).gradient(x, t)
        assert_gradients(net_with(submission, params).gradient(x, t), expected)

    def test_as_many_samples_as_classes(self, submission, reference, rng):
        # Here class numbers would broadcast against the probabilities without an error.
        params, x, t = random_params(rng), rng.normal(size=(K, D)), np.array([2, 0, 0])
        expected = net_with(reference, params).gradient(x, t)
        assert_gradients(net_with(submission, params).gradient(x, t), expected)

    def test_where_the_right_class_is_improbable(self, submission, reference, rng):
        # At a probability of e⁻³⁰ the 1e-7 in the logarithm flattens the loss, and a numerical
        # gradient is almost 0; y − t is not.
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.array([0, 2, 0, 0, 2, 2])
        params["b2"][1] = 30.0
        expected = net_with(reference, params).gradient(x, t)
        assert_gradients(net_with(submission, params).gradient(x, t), expected)


class TestTraps:
    """Nothing is overwritten, nothing is left over"""

    points = 1

    def test_gradient_leaves_everything_as_it_was(self, submission, reference, rng):
        params, x_before = random_params(rng), rng.normal(size=(N, D))
        t_before = np.eye(K)[[2, 1, 1, 0, 2, 0]]
        expected = net_with(reference, params).gradient(x_before, t_before)
        net, x, t = net_with(submission, params), x_before.copy(), t_before.copy()
        assert_gradients(net.gradient(x, t), expected)
        assert_unchanged(x, x_before, "x")
        assert_unchanged(t, t_before, "t")
        assert_params_unchanged(net, params)

    def test_class_numbers_are_left_unchanged(self, submission, reference, rng):
        params, x, t = random_params(rng), rng.normal(size=(N, D)), np.array([2, 0, 1, 1, 0, 2])
        expected = net_with(reference, params).gradient(x, t)
        assert_gradients(net_with(submission, params).gradient(x, t), expected)
        assert_unchanged(t, np.array([2, 0, 1, 1, 0, 2]), "t")

    def test_each_call_stands_for_itself(self, submission, reference, rng):
        params, t = random_params(rng), np.array([2, 0, 1, 1, 0, 2])
        first, second = rng.normal(size=(2, N, D))
        expected = net_with(reference, params).gradient(second, t)
        net = net_with(submission, params)
        net.gradient(first, t)
        net.predict(first)
        assert_gradients(net.gradient(second, t), expected)

    def test_each_network_has_its_own_parameters(self, submission, reference, rng):
        params, x = random_params(rng), rng.normal(size=(N, D))
        expected = net_with(reference, params).predict(x)
        net = net_with(submission, params)
        net_with(submission, random_params(rng))
        assert_close(net.predict(x), expected)
