"""The capstone's reference learns the embedded digits, with every option and every optimizer."""

import functools

import numpy as np
import pytest

from dataset.mnist import DIGITS, load_mnist
from solutions.backpropagation.multi_layer_net import MultiLayerNet
from solutions.optimizers.adagrad import AdaGrad
from solutions.optimizers.adam import Adam
from solutions.optimizers.momentum import Momentum
from solutions.optimizers.nesterov import Nesterov
from solutions.optimizers.rmsprop import RMSProp
from solutions.optimizers.sgd import SGD
from solutions.training.train import train


@functools.cache
def digits():
    return load_mnist(folder=DIGITS)


def accuracy_after(optimizer, steps, hidden_size_list=(50,), **options):
    """The test accuracy of a network after so many steps with batches of 100."""
    (x_train, t_train), (x_test, t_test) = digits()
    rng = np.random.default_rng(0)
    net = MultiLayerNet(64, hidden_size_list, 10, rng=rng, **options)
    for _ in range(steps):
        rows = rng.integers(len(x_train), size=100)
        optimizer.update(net.params, net.gradient(x_train[rows], t_train[rows]))
    return net.accuracy(x_test, t_test)


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_small_weights_start_at_the_loss_of_a_blind_guess(activation):
    (x_train, t_train), _ = digits()
    rng = np.random.default_rng(0)
    net = MultiLayerNet(64, [50], 10, activation, weight_init_std=0.01, rng=rng)
    assert net.loss(x_train, t_train) == pytest.approx(np.log(10), rel=0.05)


def test_a_thousand_iterations_of_the_course_s_own_training():
    (x_train, t_train), (x_test, t_test) = digits()
    rng = np.random.default_rng(0)
    net = MultiLayerNet(64, [50], 10, rng=rng)
    history = train(
        net, x_train, t_train, x_test, t_test,
        iterations=1000, batch_size=100, learning_rate=0.1, rng=rng,
    )  # fmt: skip
    assert net.accuracy(x_test, t_test) >= 0.93
    assert history["test_accuracy"][-1] >= 0.93
    assert np.mean(history["loss"][-20:]) < 0.2 < np.mean(history["loss"][:20])


@pytest.mark.parametrize(
    "options",
    [
        {"activation": "sigmoid", "weight_init_std": "xavier"},
        {"use_batchnorm": True, "weight_init_std": 0.01},
        {"use_dropout": True, "dropout_ratio": 0.2},
        {"weight_decay_lambda": 0.01},
        {"use_batchnorm": True, "use_dropout": True, "weight_decay_lambda": 0.001},
    ],
    ids=lambda options: "-".join(options),
)
def test_every_option_learns(options):
    assert accuracy_after(Adam(0.01), 200, [50, 40], **options) >= 0.93


@pytest.mark.parametrize(
    ("optimizer", "lr"),
    [(SGD, 0.3), (Momentum, 0.1), (Nesterov, 0.1), (AdaGrad, 0.05), (RMSProp, 0.005), (Adam, 0.01)],
)
def test_every_optimizer_moves_the_arrays_that_the_layers_hold(optimizer, lr):
    assert accuracy_after(optimizer(lr), 200) >= 0.93
