"""Suite of optimizers/momentum."""

import numpy as np

from course.suites.optimizers.steps import (
    assert_in_place,
    assert_params,
    some_gradients,
    some_params,
    train,
    update_twice,
    walk_valley,
)


class TestFirstSteps:
    """The first steps"""

    points = 2

    def test_worked_example(self, submission):
        # v is -0.5, then 0.5 · -0.5 - 0.5 = -0.75, then half of that with no gradient at all.
        params = {"W": np.array([1.0, 2.0])}
        optimizer = submission.Momentum(lr=0.1, momentum=0.5)
        optimizer.update(params, {"W": np.array([5.0, -10.0])})
        assert_params(params, {"W": np.array([0.5, 3.0])})
        optimizer.update(params, {"W": np.array([5.0, -10.0])})
        assert_params(params, {"W": np.array([-0.25, 4.5])})
        optimizer.update(params, {"W": np.array([0.0, 0.0])})
        assert_params(params, {"W": np.array([-0.625, 5.25])})

    def test_defaults(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3)
        expected = train(reference.Momentum(), params, gradients)
        assert_params(train(submission.Momentum(), params, gradients), expected)


class TestManySteps:
    """Many steps, many parameters"""

    points = 2

    def test_random_gradients(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 6)
        expected = train(reference.Momentum(lr=0.2, momentum=0.7), params, gradients)
        optimizer = submission.Momentum(lr=0.2, momentum=0.7)
        assert_params(train(optimizer, params, gradients), expected)

    def test_everything_is_found_by_name(self, submission):
        params = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}
        optimizer = submission.Momentum(lr=0.1, momentum=0.5)
        optimizer.update(params, {"b": np.array([30.0, 40.0]), "a": np.array([10.0, 20.0])})
        params = {key: params.get(key) for key in ("b", "a")}
        optimizer.update(params, {"a": np.array([0.0, 0.0]), "b": np.array([0.0, 0.0])})
        assert_params(params, {"a": np.array([-0.5, -1.0]), "b": np.array([-1.5, -2.0])})

    def test_valley(self, submission):
        params = walk_valley(submission.Momentum(lr=0.1))
        assert_params(params, {"point": np.array([0.896413858493733, 0.08808560171506971])})


class TestInPlace:
    """Changes the parameters in place, and nothing else"""

    points = 2

    def test_arrays_are_changed_in_place(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3)
        expected = train(reference.Momentum(lr=0.1), params, gradients)
        arrays = dict(params)  # a second name for each array, as a layer of a network has
        optimizer = submission.Momentum(lr=0.1)
        for grads in gradients:
            optimizer.update(params, grads)
        assert_in_place(params, arrays)
        assert_params(arrays, expected)

    def test_gradients_are_left_unchanged(self, submission, reference, rng):
        params, (grads,) = some_params(rng), some_gradients(rng, 1)
        expected = train(reference.Momentum(lr=0.5), params, [grads, grads])
        update_twice(submission.Momentum(lr=0.5), params, grads)
        assert_params(params, expected)

    def test_two_optimizers_share_nothing(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3)
        expected = train(reference.Momentum(lr=0.1), params, gradients)
        first, second = submission.Momentum(lr=0.1), submission.Momentum(lr=0.1)
        train(first, params, gradients)
        assert_params(train(second, params, gradients), expected)
