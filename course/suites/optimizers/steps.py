"""What the suites of the optimizers share: parameters, gradients, and a valley to walk down."""

import numpy as np

from grader.expect import ATOL, RTOL, assert_close, assert_shape, assert_unchanged

SHAPES = {"W": (2, 3), "b": (3,)}


def some_params(rng):
    """Parameters of a layer, by name."""
    return {key: rng.normal(size=shape) for key, shape in SHAPES.items()}


def some_gradients(rng, count, smallest=1e-4, largest=10.0):
    """One dict of gradients for each of count updates: every size from smallest to largest."""
    low, high = np.log10([smallest, largest])
    return [
        {
            key: rng.choice([-1.0, 1.0], size=shape) * 10 ** rng.uniform(low, high, size=shape)
            for key, shape in SHAPES.items()
        }
        for _ in range(count)
    ]


def copies(arrays):
    return {key: array.copy() for key, array in arrays.items()}


def small_case(rng, shape=(4,), size=1e-4):
    """Parameters, and gradients of about this size that are never 0; both of either sign."""
    signs = rng.choice([-1.0, 1.0], size=shape)
    return rng.normal(size=shape), signs * size * rng.uniform(1.0, 2.0, size=shape)


def train(optimizer, params, gradients):
    """Copies of params after an update with each of the gradients in turn."""
    params = copies(params)
    for grads in gradients:
        optimizer.update(params, copies(grads))
    return params


def walk_valley(optimizer):
    """The parameter "point" after 30 steps down f = x²/20 + y² from (−7, 2)."""
    params = {"point": np.array([-7.0, 2.0])}
    for _ in range(30):
        x, y = params["point"]
        optimizer.update(params, {"point": np.array([x / 10, 2 * y])})
        assert_shape(params.get("point"), (2,), "params['point']")
    return params


def assert_params(params, expected, rtol=RTOL, atol=ATOL):
    """Check the parameters after some steps."""
    assert_close(params, expected, rtol, atol, what="params")


def update_twice(optimizer, params, grads):
    """Two updates with the same dict of gradients, which each of them has to leave as it is."""
    before = copies(grads)
    for _ in range(2):
        optimizer.update(params, grads)
        assert_same_gradients(grads, before)


def assert_same_gradients(grads, before):
    """Check that an update left every gradient as it was."""
    for key, gradient in before.items():
        assert_unchanged(grads.get(key), gradient, f"grads[{key!r}]")


def assert_in_place(params, arrays):
    """Check that params still holds these very arrays."""
    for key, array in arrays.items():
        assert params.get(key) is array, (
            f"Change the array params[{key!r}] itself, with += or -=: after params[key] = … a "
            "layer that holds the old array never learns."
        )
