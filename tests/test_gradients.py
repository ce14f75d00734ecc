"""Every gradient of the course against central differences, at points away from kinks."""

from itertools import product

import numpy as np
import pytest

from solutions.activations.relu import relu, relu_grad
from solutions.activations.sigmoid import sigmoid, sigmoid_grad
from solutions.backpropagation.affine import Affine
from solutions.backpropagation.multi_layer_net import MultiLayerNet
from solutions.backpropagation.relu_layer import Relu
from solutions.backpropagation.sigmoid_layer import Sigmoid
from solutions.backpropagation.softmax_with_loss import SoftmaxWithLoss
from solutions.networks.two_layer_net import TwoLayerNet
from solutions.normalization.batch_norm import BatchNormalization
from solutions.regularization.dropout import Dropout
from solutions.regularization.weight_decay import weight_decay_gradient, weight_decay_loss

STEP = 1e-5
# A central difference is off by STEP² · f‴ / 6, about 1e-11, and by f's rounding over STEP, the
# same again; the functions here have values and slopes of about 1.
DIFFERENCE = {"rtol": 1e-7, "atol": 1e-8}
# The loss has 1e-7 inside its logarithm, which its gradient leaves out. That is 1e-7 / p of it, and
# no right class here has a probability p below 0.01.
WITH_LOSS = {"rtol": 1e-5, "atol": 1e-6}
KINK = 100 * STEP  # how far ReLU's inputs keep from 0


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def differences(f, x):
    """Central differences of f() with respect to x, which is changed in place and restored."""
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + STEP
        above = f()
        x[index] = value - STEP
        slopes[index] = (above - f()) / (2 * STEP)
        x[index] = value
    return slopes


def away_from_zero(rng, shape):
    """Random numbers of both signs, none within KINK of 0."""
    return rng.uniform(0.1, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def check_layer(layer, x, dout, parameters=(), **options):
    """Compare backward and the stored gradients with the slopes of Σ dout · forward(x)."""

    def weighted_sum():
        return np.sum(dout * layer.forward(x, **options))

    expected = [differences(weighted_sum, array) for array in (x, *parameters)]
    layer.forward(x, **options)
    dx = layer.backward(dout)
    np.testing.assert_allclose(dx, expected[0], **DIFFERENCE)
    return expected[1:]


class SameDraws:
    """Draws the same uniform numbers in every call, so that dropout keeps its mask."""

    def random(self, shape):
        return np.random.default_rng(5).random(shape)


class TestFunctions:
    def test_sigmoid_grad(self, rng):
        x = rng.normal(scale=3.0, size=(4, 3))
        np.testing.assert_allclose(
            sigmoid_grad(x), differences(lambda: np.sum(sigmoid(x)), x), **DIFFERENCE
        )

    def test_relu_grad(self, rng):
        x = away_from_zero(rng, (4, 3))
        np.testing.assert_allclose(
            relu_grad(x), differences(lambda: np.sum(relu(x)), x), **DIFFERENCE
        )

    def test_weight_decay_gradient(self, rng):
        params = {"W1": rng.normal(size=(4, 3)), "b1": rng.normal(size=3), "gamma1": np.ones(3)}
        slopes = {key: rng.normal(size=array.shape) for key, array in params.items()}

        def loss():
            return sum(np.sum(slopes[key] * params[key]) for key in params) + weight_decay_loss(
                params, 0.3
            )

        decayed = weight_decay_gradient(params, slopes, 0.3)
        for key, array in params.items():
            np.testing.assert_allclose(decayed[key], differences(loss, array), **DIFFERENCE)


class TestLayers:
    @pytest.mark.parametrize("x_shape", [(5, 4), (5, 2, 3, 2)])
    def test_affine(self, rng, x_shape):
        W, b = rng.normal(size=(int(np.prod(x_shape[1:])), 3)), rng.normal(size=3)
        layer = Affine(W, b)
        dW, db = check_layer(layer, rng.normal(size=x_shape), rng.normal(size=(5, 3)), (W, b))
        np.testing.assert_allclose(layer.dW, dW, **DIFFERENCE)
        np.testing.assert_allclose(layer.db, db, **DIFFERENCE)

    def test_relu(self, rng):
        check_layer(Relu(), away_from_zero(rng, (5, 4)), rng.normal(size=(5, 4)))

    def test_sigmoid(self, rng):
        check_layer(Sigmoid(), rng.normal(scale=3.0, size=(5, 4)), rng.normal(size=(5, 4)))

    def test_dropout(self, rng):
        layer = Dropout(0.4)
        layer.rng = SameDraws()
        check_layer(layer, rng.normal(size=(5, 4)), rng.normal(size=(5, 4)), train_flg=True)
        assert 0 < layer.mask.sum() < layer.mask.size

    def test_batch_norm(self, rng):
        gamma, beta = rng.uniform(0.5, 1.5, size=4), rng.normal(size=4)
        layer = BatchNormalization(gamma, beta)
        x, dout = rng.normal(2.0, 3.0, size=(7, 4)), rng.normal(size=(7, 4))
        dgamma, dbeta = check_layer(layer, x, dout, (gamma, beta), train_flg=True)
        np.testing.assert_allclose(layer.dgamma, dgamma, **DIFFERENCE)
        np.testing.assert_allclose(layer.dbeta, dbeta, **DIFFERENCE)

    @pytest.mark.parametrize("dout", [1, -2.5])
    @pytest.mark.parametrize("one_hot", [False, True])
    @pytest.mark.parametrize("sample_count", [3, 5])  # as many samples as classes, and more
    def test_softmax_with_loss(self, rng, sample_count, one_hot, dout):
        x, t = rng.normal(size=(sample_count, 3)), np.arange(sample_count) % 3
        if one_hot:
            t = np.eye(3)[t]
        layer = SoftmaxWithLoss()
        expected = differences(lambda: dout * layer.forward(x, t), x)
        layer.forward(x, t)
        np.testing.assert_allclose(layer.backward(dout), expected, **WITH_LOSS)


class TestTwoLayerNet:
    @pytest.mark.parametrize("one_hot", [False, True])
    def test_gradient(self, rng, one_hot):
        net = TwoLayerNet(4, 5, 3, weight_init_std=0.7, rng=rng)
        for key in ("b1", "b2"):
            net.params[key][...] = rng.normal(size=net.params[key].shape)
        x, t = rng.normal(size=(6, 4)), np.array([0, 1, 2, 2, 1, 0])
        if one_hot:
            t = np.eye(3)[t]
        grads = net.gradient(x, t)
        assert set(grads) == set(net.params)
        for key, array in net.params.items():
            expected = differences(lambda: net.loss(x, t), array)
            np.testing.assert_allclose(grads[key], expected, **WITH_LOSS, err_msg=key)


COMBINATIONS = [
    {
        "hidden_size_list": hidden_size_list,
        "activation": activation,
        "use_batchnorm": use_batchnorm,
        "use_dropout": use_dropout,
        "weight_decay_lambda": weight_decay_lambda,
    }
    for hidden_size_list, activation, use_batchnorm, use_dropout, weight_decay_lambda in product(
        ([5], [5, 4]), ("relu", "sigmoid"), (False, True), (False, True), (0, 0.2)
    )
]


class TestMultiLayerNet:
    @pytest.mark.parametrize("options", COMBINATIONS, ids=lambda o: "-".join(map(str, o.values())))
    def test_gradient(self, rng, options):
        net = MultiLayerNet(4, output_size=3, weight_init_std=0.7, rng=rng, **options)
        for key, array in net.params.items():
            if not key.startswith("W"):
                array += rng.normal(scale=0.3, size=array.shape)
        for layer in net.layers.values():
            if isinstance(layer, Dropout):
                layer.rng = SameDraws()
        x, t = rng.normal(size=(6, 4)), np.array([0, 1, 2, 2, 1, 0])
        assert distance_to_kinks(net, x) > KINK
        grads = net.gradient(x, t)
        assert set(grads) == set(net.params)
        for key, array in net.params.items():
            expected = differences(lambda: net.loss(x, t, train_flg=True), array)
            np.testing.assert_allclose(grads[key], expected, **WITH_LOSS, err_msg=key)


def distance_to_kinks(net, x):
    """How far the inputs of all ReLU layers are from 0, at least."""
    distance = np.inf
    for layer in net.layers.values():
        if isinstance(layer, Relu):
            distance = min(distance, np.abs(x).min())
        takes_mode = isinstance(layer, BatchNormalization | Dropout)
        x = layer.forward(x, True) if takes_mode else layer.forward(x)
    return distance
