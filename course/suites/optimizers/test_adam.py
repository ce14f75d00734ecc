"""Suite of optimizers/adam."""

import numpy as np

from course.suites.optimizers.steps import (
    assert_in_place,
    assert_params,
    small_case,
    some_gradients,
    some_params,
    train,
    update_twice,
    walk_valley,
)

# The book adds 1e-7 to √v, the paper 1e-8 to the corrected root. √v is at least 0.03·|g| in the
# first step and then grows, so for gradients from 0.5 up the two forms differ by at most 7e-6 of
# a step, and a step is at most lr long. 1e-6 would take 7e-5 off it: another constant, or the same
# inside the root, costs nothing but the part with small gradients.
STEP_RTOL = 1e-4


def tolerance(lr, step_count):
    """How far two correct forms may be apart after some steps."""
    return {"rtol": 0, "atol": STEP_RTOL * lr * step_count}


class TestFirstSteps:
    """The first steps"""

    points = 2

    def test_first_step_is_as_long_as_lr(self, submission):
        params = {"W": np.array([1.0, 2.0, 3.0])}
        submission.Adam(lr=0.1).update(params, {"W": np.array([9.0, -0.5, 0.7])})
        assert_params(params, {"W": np.array([0.9, 2.1, 2.9])}, **tolerance(0.1, 1))

    def test_worked_example(self, submission):
        # With β₁ = 0.5 and β₂ = 0.75, m is 2 and v is 4 after the gradient 4. After −2 they are 0
        # and 4; after 6 they are 3 and 12, to be divided by 7/8 and 37/64.
        params = {"W": np.array([1.0, 2.0])}
        optimizer = submission.Adam(lr=0.1, beta1=0.5, beta2=0.75)
        third = 0.1 * (3 * 8 / 7) / (12 * 64 / 37) ** 0.5
        for count, (gradient, moved) in enumerate(((4.0, 0.1), (-2.0, 0.1), (6.0, 0.1 + third)), 1):
            optimizer.update(params, {"W": np.array([gradient, -gradient])})
            expected = {"W": np.array([1 - moved, 2 + moved])}
            assert_params(params, expected, **tolerance(0.1, count))

    def test_defaults(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.Adam(), params, gradients)
        assert_params(train(submission.Adam(), params, gradients), expected, **tolerance(0.001, 3))


class TestSmallGradients:
    """Small gradients, and none at all"""

    points = 2

    def test_small_gradients(self, submission, rng):
        # The book's form makes first steps of 0.0969 to 0.0985 and the paper's one of 0.1; with
        # 1e-7 or 1e-8 inside the root they would be shorter than 0.09. The second gradient, −2 g,
        # makes m̂ = −0.11 g / 0.19 and v̂ = 0.004999 g² / 0.001999, and the book's step back is at
        # most 0.0005 shorter than the paper's, which makes up for some of its shorter first one.
        W, gradient = small_case(rng)
        first = 0.0985 * np.sign(gradient)
        second = -0.1 * 0.11 / 0.19 / (0.004999 / 0.001999) ** 0.5 * np.sign(gradient)
        params = {"W": W.copy()}
        optimizer = submission.Adam(lr=0.1)
        optimizer.update(params, {"W": gradient.copy()})
        assert_params(params, {"W": W - first}, rtol=0, atol=0.002)
        optimizer.update(params, {"W": -2 * gradient})
        assert_params(params, {"W": W - first - second}, rtol=0, atol=0.002)

    def test_no_gradient(self, submission):
        params = {"W": np.array([[1.0], [-2.0], [3.0]])}
        submission.Adam(lr=0.1).update(params, {"W": np.array([[0.0], [0.0], [8.0]])})
        assert_params(params, {"W": np.array([[1.0], [-2.0], [2.9]])}, **tolerance(0.1, 1))


class TestManySteps:
    """Many steps, many parameters"""

    points = 2

    def test_random_gradients(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 6, smallest=0.5)
        expected = train(reference.Adam(lr=0.2, beta1=0.8, beta2=0.95), params, gradients)
        optimizer = submission.Adam(lr=0.2, beta1=0.8, beta2=0.95)
        assert_params(train(optimizer, params, gradients), expected, **tolerance(0.2, 6))

    def test_everything_is_found_by_name(self, submission, reference):
        params = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}
        before = {"a": np.array([1.0, -2.0]), "b": np.array([5.0, -1.0])}
        after = {"a": np.array([-4.0, 3.0]), "b": np.array([2.0, 6.0])}
        expected = train(reference.Adam(lr=0.1), params, [before, after])
        optimizer = submission.Adam(lr=0.1)
        optimizer.update(params, {"b": before["b"], "a": before["a"]})
        params = {key: params.get(key) for key in ("b", "a")}
        optimizer.update(params, after)
        assert_params(params, expected, **tolerance(0.1, 2))

    def test_valley(self, submission):
        # Where the slope passes through zero the two forms differ more: by 8e-6 at the end.
        expected = {"point": np.array([0.13600685239498186, 0.31824537553721943])}
        assert_params(walk_valley(submission.Adam(lr=0.3)), expected, rtol=0, atol=5e-5)


class TestInPlace:
    """Changes the parameters in place, and nothing else"""

    points = 2

    def test_arrays_are_changed_in_place(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.Adam(lr=0.1), params, gradients)
        arrays = dict(params)  # a second name for each array, as a layer of a network has
        optimizer = submission.Adam(lr=0.1)
        for grads in gradients:
            optimizer.update(params, grads)
        assert_in_place(params, arrays)
        assert_params(arrays, expected, **tolerance(0.1, 3))

    def test_gradients_are_left_unchanged(self, submission, reference, rng):
        params, (grads,) = some_params(rng), some_gradients(rng, 1, smallest=0.5)
        expected = train(reference.Adam(lr=0.5), params, [grads, grads])
        update_twice(submission.Adam(lr=0.5), params, grads)
        assert_params(params, expected, **tolerance(0.5, 2))

    def test_two_optimizers_share_nothing(self, submission, reference, rng):
        params, gradients = some_params(rng), some_gradients(rng, 3, smallest=0.5)
        expected = train(reference.Adam(lr=0.1), params, gradients)
        first, second = submission.Adam(lr=0.1), submission.Adam(lr=0.1)
        train(first, params, gradients)
        trained = train(second, params, gradients)
        assert_params(trained, expected, **tolerance(0.1, 3))
