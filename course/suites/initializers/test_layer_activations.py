"""Suite of initializers/layer_activations."""

import numpy as np

from grader.expect import assert_close, assert_unchanged


def ready_made(matrices):
    """An init that hands out these matrices, one after the other."""
    rest = list(matrices)

    def init(n_in, n_out, rng):
        """an init that hands out given matrices"""
        assert rest, f"Call init once for each layer: {len(matrices)} times here, not more."
        return rest.pop(0)

    return init


def tanh(a):
    """tanh"""
    return np.tanh(a)


def relu(a):
    """relu"""
    return np.maximum(0.0, a)


class TestFirstLayers:
    """One layer, two layers"""

    points = 2

    def test_one_layer(self, submission, rng):
        x, W = rng.normal(size=(4, 3)), rng.normal(size=(3, 3))
        expected = [np.tanh(x @ W)]
        activations = submission.layer_activations(x, ready_made([W]), tanh, 1, rng)
        assert_close(activations, expected, what="activations")

    def test_second_layer_is_fed_by_the_first(self, submission, rng):
        x, matrices = rng.normal(size=(5, 3)), rng.normal(size=(2, 3, 3))
        first = np.tanh(x @ matrices[0])
        expected = [first, np.tanh(first @ matrices[1])]
        activations = submission.layer_activations(x, ready_made(matrices), tanh, 2, rng)
        assert_close(activations, expected, what="activations")


class TestManyLayers:
    """Any number of layers"""

    points = 2

    def test_five_layers(self, submission, reference, rng):
        x, matrices = rng.normal(size=(6, 4)), rng.normal(size=(5, 4, 4))
        expected = reference.layer_activations(x.copy(), ready_made(matrices), tanh, 5, None)
        activations = submission.layer_activations(x, ready_made(matrices), tanh, 5, rng)
        assert_close(activations, expected, what="activations")

    def test_other_activation(self, submission, reference, rng):
        x, matrices = rng.normal(size=(2, 7)), rng.normal(size=(3, 7, 7))
        expected = reference.layer_activations(x.copy(), ready_made(matrices), relu, 3, None)
        activations = submission.layer_activations(x, ready_made(matrices), relu, 3, rng)
        assert_close(activations, expected, what="activations")


class TestCalls:
    """What init is called with, input left alone"""

    points = 2

    def test_new_weights_for_every_layer(self, submission, rng):
        sizes = []

        def init(n_in, n_out, rng):
            """the identity matrix, noting the sizes"""
            sizes.append((n_in, n_out))
            return np.eye(3)

        x = rng.uniform(1.0, 2.0, size=(5, 3))
        activations = submission.layer_activations(x.copy(), init, relu, 4, rng)
        assert sizes == [(3, 3)] * 4, (
            "Call init(n_in, n_out, rng) once for each layer, with the number of columns of the "
            "layer's input as both n_in and n_out."
        )
        assert_close(activations, [x] * 4, what="activations")

    def test_rng_is_passed_on(self, submission, rng):
        seen, seed = [], int(rng.integers(1000))

        def init(n_in, n_out, rng):
            """the identity matrix, noting the generator"""
            seen.append(rng)
            return np.eye(3)

        expected = np.random.default_rng(seed).normal(size=4)
        submission.layer_activations(np.ones((2, 3)), init, relu, 2, np.random.default_rng(seed))
        assert len(seen) == 2 and seen[0] is seen[1] and hasattr(seen[0], "normal"), (
            "Hand the same rng to every call of init."
        )
        # The generator lives where the submission runs; here it is only asked what it draws next.
        assert_close(seen[0].normal(size=4), expected, what="what the rng that init got draws")

    def test_x_is_left_unchanged(self, submission, rng):
        x, matrices = rng.normal(size=(4, 3)), rng.normal(size=(2, 3, 3))
        before = x.copy()
        first = np.tanh(x @ matrices[0])
        expected = [first, np.tanh(first @ matrices[1])]
        activations = submission.layer_activations(x, ready_made(matrices), tanh, 2, rng)
        assert_unchanged(x, before, "x")
        assert_close(activations, expected, what="activations")
