"""The reference really learns: what training reaches on the embedded digits, over several seeds."""

import numpy as np
import pytest

from course.suites.training import test_train as suite
from dataset.mnist import DIGITS, load_mnist
from solutions.networks.two_layer_net import TwoLayerNet
from solutions.training.mini_batch import epoch_batches
from solutions.training.train import train

SEEDS = range(3)


@pytest.fixture(scope="module")
def digits():
    (x_train, t_train), (x_test, t_test) = load_mnist(folder=DIGITS)
    return x_train, t_train, x_test, t_test


def trained(digits, seed, iterations, hidden_size):
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(64, hidden_size, 10, rng=rng)
    settings = {"iterations": iterations, "batch_size": 100, "learning_rate": 1.0}
    return net, train(net, *digits, **settings, rng=rng)


@pytest.mark.parametrize("seed", SEEDS)
def test_untrained_network_knows_nothing(digits, seed):
    x_train, t_train, _, _ = digits
    net = TwoLayerNet(64, 50, 10, rng=np.random.default_rng(seed))
    assert net.loss(x_train, t_train) == pytest.approx(np.log(10), rel=0.05)
    assert net.accuracy(x_train, t_train) < 0.3


def test_one_thousand_iterations(digits):
    net, history = trained(digits, 0, 1000, 50)
    x_train, t_train, x_test, t_test = digits
    assert net.accuracy(x_test, t_test) >= 0.93
    assert net.accuracy(x_train, t_train) >= 0.93
    assert len(history["loss"]) == 1000
    # 1,437 // 100 is 14: iterations 0, 14, …, 994.
    assert len(history["train_accuracy"]) == len(history["test_accuracy"]) == 72


@pytest.mark.parametrize("seed", SEEDS)
def test_the_suite_asks_for_less_than_the_reference_reaches(digits, seed):
    limits = suite.TestDigits
    _, history = trained(digits, seed, limits.ITERATIONS, limits.HIDDEN_SIZE)
    assert history["test_accuracy"][-1] > limits.ACCURACY + 0.01
    assert np.mean(history["loss"][-50:]) < limits.LOSS - 0.02


def test_gradients_agree_with_central_differences(digits):
    x, t = digits[0][:7], digits[1][:7]
    net = TwoLayerNet(64, 5, 10, weight_init_std=0.5, rng=np.random.default_rng(0))
    net.params["b1"] += 0.25
    net.params["b2"] -= np.linspace(0.0, 0.5, 10)
    measured, derived = net.numerical_gradient(x, t), net.gradient(x, t)
    for key, gradient in measured.items():
        # The 1e-7 in the logarithm moves a slope by 1e-7 / p of itself, and p is above 0.01 here.
        assert np.linalg.norm(derived[key] - gradient) <= 1e-4 * np.linalg.norm(gradient)


def test_an_epoch_of_digits(digits):
    batches = epoch_batches(len(digits[0]), 100, np.random.default_rng(0))
    assert [len(batch) for batch in batches] == [100] * 14 + [37]
