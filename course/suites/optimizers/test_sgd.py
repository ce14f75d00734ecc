"""Suite of optimizers/sgd."""

import numpy as np

from course.suites.optimizers.steps import (
    assert_in_place,
    assert_params,
    assert_same_gradients,
    copies,
    some_gradients,
    some_params,
    train,
    walk_valley,
)


class TestOneStep:
    """One step"""

    points = 2

    def test_worked_example(self, submission):
        params = {"W": np.array([1.0, 2.0])}
        submission.SGD(lr=0.1).update(params, {"W": np.array([5.0, -10.0])})
        assert_params(params, {"W": np.array([0.5, 3.0])})

    def test_default_learning_rate(self, submission, rng):
        W, gradient = rng.normal(size=(2, 3)), rng.normal(scale=10.0, size=(2, 3))
        expected = {"W": W - 0.01 * gradient}
        params = {"W": W}
        submission.SGD().update(params, {"W": gradient})
        assert_params(params, expected)


class TestManySteps:
    """Many steps, many parameters"""

    points = 2

    def test_random_gradients(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 4)
        expected = train(reference.SGD(lr=0.3), params, gradients)
        assert_params(train(submission.SGD(lr=0.3), params, gradients), expected)

    def test_gradients_are_found_by_name(self, submission):
        params = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}
        grads = {"b": np.array([30.0, 40.0]), "a": np.array([10.0, 20.0])}
        submission.SGD(lr=0.1).update(params, grads)
        assert_params(params, {"a": np.array([0.0, 0.0]), "b": np.array([0.0, 0.0])})

    def test_valley(self, submission):
        params = walk_valley(submission.SGD(lr=0.95))
        assert_params(params, {"point": np.array([-0.3503929957523197, 0.0847823165504322])})


class TestInPlace:
    """Changes the parameters in place, and nothing else"""

    points = 2

    def test_arrays_are_changed_in_place(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3)
        expected = train(reference.SGD(lr=0.1), params, gradients)
        arrays = dict(params)  # a second name for each array, as a layer of a network has
        optimizer = submission.SGD(lr=0.1)
        for grads in gradients:
            optimizer.update(params, grads)
        assert_in_place(params, arrays)
        assert_params(arrays, expected)

    def test_gradients_are_left_unchanged(self, submission, rng):
        params, (grads,) = some_params(rng), some_gradients(rng, 1)
        before = copies(grads)
        expected = {key: params[key] - 0.5 * grads[key] for key in params}
        submission.SGD(lr=0.5).update(params, grads)
        assert_same_gradients(grads, before)
        assert_params(params, expected)
