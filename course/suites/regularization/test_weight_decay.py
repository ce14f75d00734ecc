"""Suite of regularization/weight_decay."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

LAMBDA = 0.1


def three_layers(rng):
    """Parameters of three layers with batch norm, and a gradient for each of them."""
    shapes = {
        "W1": (4, 3),
        "b1": (3,),
        "gamma1": (3,),
        "beta1": (3,),
        "W2": (3, 5),
        "b2": (5,),
        "W3": (5, 2),
        "b3": (2,),
    }
    params = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    grads = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    return params, grads


def copies(arrays):
    return {key: array.copy() for key, array in arrays.items()}


def assert_same(arrays, before, what):
    """Check that a call left each of these arrays as it was."""
    for key, array in before.items():
        assert_unchanged(arrays.get(key), array, f"{what}[{key!r}]")


class TestPenalty:
    """What the weights cost"""

    points = 2

    def test_one_layer(self, submission):
        params = {"W1": np.array([[1.0, -2.0], [3.0, 0.5]])}
        assert_close(submission.weight_decay_loss(params, LAMBDA), 0.7125)

    def test_two_layers(self, submission):
        W = np.array([[1.0, -2.0], [3.0, 0.5]])
        assert_close(submission.weight_decay_loss({"W1": W, "W2": 2 * W}, LAMBDA), 3.5625)

    def test_another_lambda(self, submission, rng):
        params = {f"W{i}": rng.normal(size=(i + 1, 3)) for i in range(1, 12)}
        expected = sum(0.002 * float((array * array).sum()) for array in params.values())
        assert_close(submission.weight_decay_loss(params, 0.004), expected)


class TestGradient:
    """Its part of the gradient"""

    points = 2

    def test_worked_example(self, submission):
        params = {"W1": np.array([1.0, -2.0, 3.0, 0.5])}
        grads = {"W1": np.array([0.5, 0.5, -0.5, 2.0])}
        decayed = submission.weight_decay_gradient(params, grads, LAMBDA)
        assert_close(decayed, {"W1": np.array([0.6, 0.3, -0.2, 2.05])})

    def test_each_weight_gets_its_own_share(self, submission, rng):
        params = {f"W{i}": rng.normal(size=(i + 1, 3)) for i in range(1, 12)}
        grads = {key: rng.normal(size=array.shape) for key, array in params.items()}
        expected = {key: grads[key] + 0.004 * params[key] for key in params}
        assert_close(submission.weight_decay_gradient(params, grads, 0.004), expected)


class TestOnlyWeights:
    """Biases, γ and β do not decay"""

    points = 2

    def test_penalty(self, submission, reference, rng):
        params, _ = three_layers(rng)
        expected = reference.weight_decay_loss(params, LAMBDA)
        assert_close(submission.weight_decay_loss(params, LAMBDA), expected)

    def test_gradient(self, submission, reference, rng):
        params, grads = three_layers(rng)
        expected = reference.weight_decay_gradient(copies(params), copies(grads), LAMBDA)
        assert_close(submission.weight_decay_gradient(params, grads, LAMBDA), expected)

    def test_order_of_the_keys_does_not_matter(self, submission):
        params = {"b2": np.array([4.0]), "W1": np.array([3.0]), "b1": np.array([-5.0])}
        grads = {"W1": np.array([1.0]), "b1": np.array([7.0]), "b2": np.array([8.0])}
        assert_close(submission.weight_decay_loss(copies(params), 2.0), 9.0)
        expected = {"W1": np.array([7.0]), "b1": np.array([7.0]), "b2": np.array([8.0])}
        assert_close(submission.weight_decay_gradient(params, grads, 2.0), expected)


class TestInputs:
    """Parameters and gradients are left alone"""

    points = 1

    def test_params_and_grads_keep_their_values(self, submission, reference, rng):
        params_before, grads_before = three_layers(rng)
        loss = reference.weight_decay_loss(params_before, LAMBDA)
        expected = reference.weight_decay_gradient(
            copies(params_before), copies(grads_before), LAMBDA
        )
        params, grads = copies(params_before), copies(grads_before)
        assert_close(submission.weight_decay_loss(params, LAMBDA), loss)
        assert_same(params, params_before, "params")
        assert_close(submission.weight_decay_gradient(params, grads, LAMBDA), expected)
        assert_same(params, params_before, "params")
        assert_same(grads, grads_before, "grads")
