"""Suite of backpropagation/softmax_with_loss."""

import numpy as np

from grader.expect import assert_close, assert_unchanged

# Softmax of these scores: (1/2, 1/4, 1/4), (1/10, 1/10, 8/10).
SCORES = np.log(np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 8.0]]))
LABELS = np.array([0, 1])
LOSS = -(np.log(0.5) + np.log(0.1)) / 2
DX = np.array([[-0.25, 0.125, 0.125], [0.05, -0.45, 0.4]])

# The loss may add 1e-7 to the probability, or clip it; the two differ by 1e-7 / p / |log p|,
# which stays below 1e-4 while no probability of a right class, p, is below 1e-4.
LOSS_RTOL = 1e-4


def softmax(scores):
    """Probabilities, for scores that do not overflow."""
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def random_case(rng, sample_count, class_count):
    """Random scores and labels that are not all equal, with the loss and its gradient."""
    scores = rng.normal(size=(sample_count, class_count))
    labels = rng.permutation(np.arange(sample_count) % class_count)
    y, t = softmax(scores), np.eye(class_count)[labels]
    loss = float(-np.sum(t * np.log(y)) / sample_count)
    return scores, labels, loss, (y - t) / sample_count


class TestForward:
    """Forward: the loss"""

    points = 2

    def test_worked_example(self, submission):
        loss = submission.SoftmaxWithLoss().forward(SCORES.copy(), LABELS.copy())
        assert_close(loss, LOSS, rtol=LOSS_RTOL)

    def test_labels(self, submission, rng):
        scores, labels, expected, _ = random_case(rng, 5, 4)
        loss = submission.SoftmaxWithLoss().forward(scores, labels)
        assert_close(loss, expected, rtol=LOSS_RTOL)

    def test_one_hot(self, submission, rng):
        scores, labels, expected, _ = random_case(rng, 5, 4)
        loss = submission.SoftmaxWithLoss().forward(scores, np.eye(4)[labels])
        assert_close(loss, expected, rtol=LOSS_RTOL)

    def test_large_scores(self, submission):
        scores = np.array([[1000.0, 1000.0, 0.0], [-1000.0, -999.0, -998.0]])
        expected = (np.log(2.0) + np.log(np.e**2 + np.e + 1) - 2) / 2
        loss = submission.SoftmaxWithLoss().forward(scores, np.array([1, 2]))
        assert_close(loss, expected, rtol=LOSS_RTOL)


class TestBackward:
    """Backward: (y − t) / N"""

    points = 3

    def test_worked_example(self, submission):
        layer = submission.SoftmaxWithLoss()
        layer.forward(SCORES.copy(), LABELS.copy())
        assert_close(layer.backward(), DX)

    def test_labels(self, submission, rng):
        scores, labels, _, expected = random_case(rng, 7, 4)
        layer = submission.SoftmaxWithLoss()
        layer.forward(scores, labels)
        assert_close(layer.backward(), expected)

    def test_one_hot(self, submission, rng):
        scores, labels, _, expected = random_case(rng, 3, 5)
        layer = submission.SoftmaxWithLoss()
        layer.forward(scores, np.eye(5)[labels])
        assert_close(layer.backward(), expected)

    def test_as_many_samples_as_classes(self, submission, rng):
        # Here y − t goes through without an error even when t holds class numbers.
        scores, labels, _, expected = random_case(rng, 4, 4)
        for t in (labels, np.eye(4, dtype=np.int64)[labels]):
            layer = submission.SoftmaxWithLoss()
            layer.forward(scores.copy(), t)
            assert_close(layer.backward(), expected)


class TestUpstream:
    """Backward scales with dout"""

    points = 1

    def test_labels(self, submission, rng):
        scores, labels, _, dx = random_case(rng, 5, 3)
        layer = submission.SoftmaxWithLoss()
        layer.forward(scores, labels)
        for dout in (-2.5, 0.5, 1):
            assert_close(layer.backward(dout), dout * dx)

    def test_one_hot(self, submission, rng):
        scores, labels, _, dx = random_case(rng, 5, 3)
        layer = submission.SoftmaxWithLoss()
        layer.forward(scores, np.eye(3)[labels])
        for dout in (3.5, -0.25):
            assert_close(layer.backward(dout=dout), dout * dx)


class TestState:
    """Inputs left alone, a state for each layer and call"""

    points = 2

    def test_inputs_are_left_unchanged(self, submission):
        for before in (LABELS, np.eye(3)[LABELS]):
            scores, t = SCORES.copy(), before.copy()
            layer = submission.SoftmaxWithLoss()
            layer.forward(scores, t)
            assert_close(layer.backward(), DX)
            assert_unchanged(scores, SCORES, "x")
            assert_unchanged(t, before, "t")

    def test_backward_again_gives_the_same(self, submission, rng):
        scores, labels, _, expected = random_case(rng, 5, 3)
        for t in (labels, np.eye(3)[labels]):
            layer = submission.SoftmaxWithLoss()
            layer.forward(scores.copy(), t)
            assert_close(layer.backward(), expected)
            assert_close(layer.backward(), expected, what="the value of the second call")

    def test_latest_batch(self, submission, rng):
        scores, labels, _, expected = random_case(rng, 5, 3)
        other_scores, other_labels, _, _ = random_case(rng, 8, 3)
        layer = submission.SoftmaxWithLoss()
        layer.forward(other_scores, other_labels)
        layer.forward(scores, labels)
        assert_close(layer.backward(), expected)

    def test_layers_do_not_share_their_state(self, submission, rng):
        scores, labels, _, expected = random_case(rng, 5, 3)
        other_scores, other_labels, _, other_expected = random_case(rng, 5, 3)
        layer, other = submission.SoftmaxWithLoss(), submission.SoftmaxWithLoss()
        layer.forward(scores, labels)
        other.forward(other_scores, other_labels)
        assert_close(layer.backward(), expected)
        assert_close(other.backward(), other_expected)
