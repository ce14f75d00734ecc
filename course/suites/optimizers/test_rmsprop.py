"""Suite of optimizers/rmsprop."""

import numpy as np

from course.suites.optimizers.steps import (
    assert_in_place,
    assert_params,
    copies,
    small_case,
    some_gradients,
    some_params,
    train,
    update_twice,
    walk_valley,
)

# Gradients of 0.5 and more have a root of 0.05 or more, beside which the 1e-7 takes at most 2e-6
# off a step, and a step is at most 10·lr long. So 1e-8, which others add, costs nothing but the
# part with small gradients.
MOVED_ATOL = 1e-4


def assert_moved(params, expected):
    """Check the parameters after some steps against large gradients."""
    assert_params(params, expected, rtol=0, atol=MOVED_ATOL)


class TestFirstSteps:
    """The first steps"""

    points = 2

    def test_worked_example(self, submission):
        # h is 9/4, then 3/4 · 9/4 + 1/4 · 9/4, 9/4 again, then 3/4 · 9/4 with no gradient at all,
        # then 3/4 of that and 1/4 · 27/16: 27/16.
        params = {"W": np.array([1.0, 2.0])}
        optimizer = submission.RMSProp(lr=0.1, decay_rate=0.75)
        for gradient, moved in ((3.0, 0.2), (1.5, 0.3), (0.0, 0.3), (27**0.5 / 4, 0.4)):
            optimizer.update(params, {"W": np.array([gradient, -gradient])})
            assert_moved(params, {"W": np.array([1 - moved, 2 + moved])})

    def test_defaults(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.RMSProp(), params, gradients)
        assert_moved(train(submission.RMSProp(), params, gradients), expected)


class TestSmallGradients:
    """Small gradients, and none at all"""

    points = 2

    def test_small_gradients(self, submission, rng):
        # √h is |g| / 10, 2e-5 at most: with 1e-7 inside the root these steps would be a fifteenth
        # as long.
        W, gradient = small_case(rng)
        expected = {"W": W - 0.1 * gradient / (np.abs(gradient) / 10 + 1e-7)}
        params = {"W": W}
        submission.RMSProp(lr=0.1, decay_rate=0.99).update(params, {"W": gradient})
        assert_params(params, expected)

    def test_no_gradient(self, submission):
        params = {"W": np.array([[1.0], [-2.0], [3.0]])}
        optimizer = submission.RMSProp(lr=0.1, decay_rate=0.75)
        optimizer.update(params, {"W": np.array([[0.0], [0.0], [8.0]])})
        assert_moved(params, {"W": np.array([[1.0], [-2.0], [2.8]])})


class TestManySteps:
    """Many steps, many parameters"""

    points = 2

    def test_random_gradients(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 6, smallest=0.5)
        expected = train(reference.RMSProp(lr=0.2, decay_rate=0.8), params, gradients)
        optimizer = submission.RMSProp(lr=0.2, decay_rate=0.8)
        assert_moved(train(optimizer, params, gradients), expected)

    def test_everything_is_found_by_name(self, submission, reference):
        params = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}
        grads = {"a": np.array([1.0, -2.0]), "b": np.array([30.0, 40.0])}
        expected = train(reference.RMSProp(lr=0.1), params, [grads, grads])
        optimizer = submission.RMSProp(lr=0.1)
        optimizer.update(params, copies({"b": grads["b"], "a": grads["a"]}))
        params = {key: params.get(key) for key in ("b", "a")}
        optimizer.update(params, grads)
        assert_moved(params, expected)

    def test_valley(self, submission):
        params = walk_valley(submission.RMSProp(lr=0.1))
        assert_moved(params, {"point": np.array([-0.6974203096807907, 1.48e-8])})


class TestInPlace:
    """Changes the parameters in place, and nothing else"""

    points = 2

    def test_arrays_are_changed_in_place(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.RMSProp(lr=0.1), params, gradients)
        arrays = dict(params)  # a second name for each array, as a layer of a network has
        optimizer = submission.RMSProp(lr=0.1)
        for grads in gradients:
            optimizer.update(params, grads)
        assert_in_place(params, arrays)
        assert_moved(arrays, expected)

    def test_gradients_are_left_unchanged(self, submission, reference, rng):
        params, (grads,) = some_params(rng), some_gradients(rng, 1, smallest=0.5)
        expected = train(reference.RMSProp(lr=0.5), params, [grads, grads])
        update_twice(submission.RMSProp(lr=0.5), params, grads)
        assert_moved(params, expected)

    def test_two_optimizers_share_nothing(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.RMSProp(lr=0.1), params, gradients)
        first, second = submission.RMSProp(lr=0.1), submission.RMSProp(lr=0.1)
        train(first, params, gradients)
        assert_moved(train(second, params, gradients), expected)
