"""Suite of training/train."""

from types import SimpleNamespace

import numpy as np

from dataset.mnist import DIGITS, load_mnist
from grader.expect import assert_close, assert_in_range, assert_shape, assert_unchanged
from solutions.networks.two_layer_net import TwoLayerNet

# The names of the parameters are no one's business but the network's.
SHAPES = {"W1": (2, 2), "b1": (2,), "gamma": (3,)}


class Network(SimpleNamespace):
    """What train is given as its network, with the name that a learner sees."""

    def __repr__(self):
        return "a network of the suite"


class Observed:
    """A network whose gradient is its slopes times the batch's mean, and which notes its batches.

    It knows its samples by their labels: 0, 1, … for training, the next numbers for the test.
    What train is handed are copies, and nothing here is ever computed from them.
    """

    def __init__(self, rng, train_size, test_size=4):
        self.samples = rng.normal(size=(train_size + test_size, 2))
        self.train_labels = np.arange(train_size)
        self.test_labels = np.arange(train_size, train_size + test_size)
        self.start = {key: rng.normal(size=shape) for key, shape in SHAPES.items()}
        self.slopes = {key: rng.normal(size=shape) for key, shape in SHAPES.items()}
        self.params = {key: value.copy() for key, value in self.start.items()}
        self.batches = []  # the labels that gradient was given, for each call

    def data(self):
        """Copies of x_train, t_train, x_test and t_test."""
        train, test = self.train_labels, self.test_labels
        return self.samples[train], train.copy(), self.samples[test], test.copy()

    def gradient(self, x, t):
        """the network's gradient"""
        self.check_pairs(x, t)
        self.batches.append(t.copy())
        return {key: slope * self.mean(t) for key, slope in self.slopes.items()}

    def loss(self, x, t):
        """the network's loss"""
        self.check_pairs(x, t)
        return self.loss_of(self.params, t)

    def accuracy(self, x, t):
        """the network's accuracy"""
        self.check_pairs(x, t)
        return self.accuracy_of(self.params, t)

    def check_pairs(self, x, t):
        arrays = isinstance(x, np.ndarray) and isinstance(t, np.ndarray)
        fits = arrays and x.ndim == 2 and x.shape[1] == 2 and t.shape == x.shape[:1]
        assert fits and t.dtype.kind in "iu", (
            "The network should be given samples (N, 2) and their labels (N,)."
        )
        known = np.all((t >= 0) & (t < len(self.samples)))
        assert known and np.array_equal(x, self.samples[t]), (
            "The network was given samples with the labels of others, or that are not from the "
            "data: draw x and t together."
        )

    def mean(self, labels):
        return float(self.samples[labels].mean())

    def loss_of(self, params, labels):
        return float(params["W1"].sum() + 0.1 * self.mean(labels))

    def accuracy_of(self, params, labels):
        return float(
            params["b1"][0]
            + 0.01 * params["gamma"].sum()
            + 0.1 * self.mean(labels)
            + 100.0 * len(labels)
        )

    def interface(self):
        """The network as train is given it."""
        methods = {"gradient": self.gradient, "loss": self.loss, "accuracy": self.accuracy}
        return Network(params=self.params, **methods)

    def train(self, submission, *, iterations, batch_size, learning_rate=0.125, seed=3):
        """What the submission's train returns for this network and its samples."""
        result = submission.train(
            self.interface(),
            *self.data(),
            iterations=iterations,
            batch_size=batch_size,
            learning_rate=learning_rate,
            rng=np.random.default_rng(seed),
        )
        return checked(result)

    def course(self, learning_rate=0.125):
        """The parameters after each update that the noted batches should have led to."""
        params = self.start
        course = []
        for labels in self.batches:
            step = learning_rate * self.mean(labels)
            params = {key: params[key] - step * slope for key, slope in self.slopes.items()}
            course.append(params)
        return course


def checked(result):
    """A result of train, after checking that it is a dict of lists."""
    expected = {"loss", "train_accuracy", "test_accuracy"}
    assert isinstance(result, dict) and set(result) == expected, (
        'train should return a dict with the keys "loss", "train_accuracy" and "test_accuracy".'
    )
    for name, values in result.items():
        assert isinstance(values, list | tuple), f"result[{name!r}] should be a list."
    return result


def check_accuracies(submission, rng, train_size, iterations, batch_size, at):
    """Check that train records both accuracies after these updates and no others."""
    network = Observed(rng, train_size)
    result = network.train(submission, iterations=iterations, batch_size=batch_size)
    course = network.course()
    assert len(course) == iterations, f"{iterations} iterations take as many gradients."
    for name, labels in (
        ("train_accuracy", network.train_labels),
        ("test_accuracy", network.test_labels),
    ):
        expected = [network.accuracy_of(course[i], labels) for i in at]
        assert_close(result[name], expected, what=name)


class TestUpdate:
    """Every parameter moves against its gradient"""

    points = 2

    def test_one_update(self, submission, rng):
        network = Observed(rng, 9)
        network.train(submission, iterations=1, batch_size=4)
        assert len(network.batches) == 1, "One iteration takes one gradient."
        (expected,) = network.course()
        assert_close(network.params, expected, what="params")

    def test_three_updates(self, submission, rng):
        network = Observed(rng, 9)
        network.train(submission, iterations=3, batch_size=4, learning_rate=0.5)
        assert len(network.batches) == 3, "Three iterations take three gradients."
        assert_close(network.params, network.course(0.5)[-1], what="params")

    def test_in_place(self, submission, rng):
        network = Observed(rng, 9)
        arrays = dict(network.params)
        network.train(submission, iterations=2, batch_size=4)
        assert len(network.batches) == 2, "Two iterations take two gradients."
        expected = network.course()[-1]
        assert_close(network.params, expected, what="params")
        for key, array in arrays.items():
            assert np.allclose(array, expected[key]), (
                f"params[{key!r}] is a new array now: change the old one in place, with -=, "
                "because layers may hold it as well."
            )


class TestBatches:
    """A new mini-batch for every iteration"""

    points = 2

    def test_size_and_labels(self, submission, rng):
        network = Observed(rng, 9)
        network.train(submission, iterations=5, batch_size=4)
        sizes = [len(labels) for labels in network.batches]
        assert sizes == [4] * 5, f"gradient was given batches of {sizes} samples instead of 5 of 4."

    def test_from_all_training_samples(self, submission, rng):
        # With replacement, the chance that 35 batches of 8 miss one of 12 rows is
        # 12 · (11/12)²⁸⁰ = 3e-10.
        network = Observed(rng, 12, 60)
        network.train(submission, iterations=35, batch_size=8)
        assert network.batches, "Every iteration takes a gradient."
        drawn = set(np.concatenate(network.batches).tolist())
        assert drawn <= set(range(12)), "The test samples are for the accuracy, not for training."
        assert drawn == set(range(12)), (
            "In 35 batches of 8, these of the 12 training samples never came: "
            f"{sorted(set(range(12)) - drawn)}."
        )

    def test_drawn_with_rng(self, submission, rng):
        network, seed = Observed(rng, 500), int(rng.integers(1000))
        first, again, other = (
            self.rows(submission, network, each) for each in (seed, seed, seed + 1)
        )
        assert np.array_equal(first, again), (
            "Draw the batches with rng: two generators of the same seed gave different ones."
        )
        assert not np.array_equal(first, other), (
            "Draw the batches with rng: two generators of different seeds gave the same ones."
        )
        assert not np.array_equal(first[0], first[1]), (
            "Draw a new batch in every iteration: the second was the same as the first."
        )

    def rows(self, submission, network, seed):
        network.batches.clear()
        network.train(submission, iterations=2, batch_size=6, seed=seed)
        sizes = [len(labels) for labels in network.batches]
        assert sizes == [6, 6], "Two iterations take two gradients, each of a batch of 6."
        return np.array(network.batches)


class TestLoss:
    """The loss of each batch after its update"""

    points = 1

    def test_losses(self, submission, rng):
        network = Observed(rng, 30)
        result = network.train(submission, iterations=7, batch_size=3)
        expected = [
            network.loss_of(params, labels)
            for params, labels in zip(network.course(), network.batches, strict=True)
        ]
        assert len(expected) == 7, "Seven iterations take seven gradients."
        assert_close(result["loss"], expected, what="loss")


class TestAccuracy:
    """The accuracies once an epoch"""

    points = 1

    def test_with_a_remainder(self, submission, rng):
        # 25 / 4 is 6.25: of the whole numbers up to 14, only 0 is a multiple of that.
        check_accuracies(submission, rng, 25, iterations=14, batch_size=4, at=[0, 6, 12])

    def test_without_a_remainder(self, submission, rng):
        check_accuracies(submission, rng, 15, iterations=9, batch_size=5, at=[0, 3, 6])


class TestLargeBatch:
    """A batch larger than the training set"""

    points = 1

    def test_every_iteration_is_an_epoch(self, submission, rng):
        check_accuracies(submission, rng, 3, iterations=4, batch_size=7, at=[0, 1, 2, 3])


class TestDigits:
    """A real network learns real digits"""

    points = 2
    deadline = 8.0

    # Over 200 seeds, these 300 iterations end at a test accuracy of 0.944 ± 0.006 on all samples
    # and of 0.950 ± 0.012 on those that train is given, with a mean loss of 0.261 ± 0.010 over the
    # last fifty. The bounds are more than five times that away.
    TRAIN_SIZE = 400
    TEST_SIZE = 120
    HIDDEN_SIZE = 20
    ITERATIONS = 300
    ACCURACY = 0.88
    LOSS = 0.33

    def test_digits(self, submission, rng):
        # Whoever learns does not mind in which order the pixels come and which number stands for
        # which digit; whoever brings trained weights along does.
        pixels, digits = rng.permutation(64), rng.permutation(10)
        (x_train, t_train), (x_test, t_test) = load_mnist(folder=DIGITS)
        x_train, t_train = x_train[:, pixels], digits[t_train]
        x_test, t_test = x_test[:, pixels], digits[t_test]
        net = TwoLayerNet(64, self.HIDDEN_SIZE, 10, rng=rng)
        shapes = {key: array.shape for key, array in net.params.items()}
        methods = {"gradient": net.gradient, "loss": net.loss, "accuracy": net.accuracy}
        result = submission.train(
            Network(params=net.params, **methods),
            x_train[: self.TRAIN_SIZE].copy(),
            t_train[: self.TRAIN_SIZE].copy(),
            x_test[: self.TEST_SIZE].copy(),
            t_test[: self.TEST_SIZE].copy(),
            iterations=self.ITERATIONS,
            batch_size=100,
            learning_rate=1.0,
            rng=rng,
        )
        for key, shape in shapes.items():
            assert_shape(net.params.get(key), shape, f"params[{key!r}]")
        accuracy = net.accuracy(x_test, t_test)
        assert_in_range(accuracy, self.ACCURACY, 1.0, "test accuracy after training")
        losses, accuracies = checked(result)["loss"], result["test_accuracy"]
        assert losses and accuracies, "The lists of losses and accuracies are empty."
        assert_in_range(accuracies[-1], self.ACCURACY, 1.0, "last test accuracy")
        # One update after small weights, the loss is still close to ln 10: 2.26 ± 0.02.
        assert_in_range(losses[0], 0.9 * np.log(10), 1.1 * np.log(10), "first loss")
        assert_in_range(np.mean(losses[-50:]), 0.0, self.LOSS, "mean of the last losses")


class TestTraps:
    """Samples left alone, nothing left over"""

    points = 1

    def test_samples_are_left_unchanged(self, submission, rng):
        network = Observed(rng, 9, 5)
        data = network.data()
        settings = {"iterations": 4, "batch_size": 3, "learning_rate": 0.125}
        submission.train(network.interface(), *data, **settings, rng=np.random.default_rng(2))
        names = ("x_train", "t_train", "x_test", "t_test")
        for array, before, name in zip(data, network.data(), names, strict=True):
            assert_unchanged(array, before, name)
        assert len(network.batches) == 4, "Four iterations take four gradients."
        assert_close(network.params, network.course()[-1], what="params")

    def test_each_training_stands_for_itself(self, submission, rng):
        first, second = Observed(rng, 8), Observed(rng, 8)
        first.train(submission, iterations=3, batch_size=2)
        result = second.train(submission, iterations=5, batch_size=2)
        assert len(result["loss"]) == 5, "The second training of two returned losses of the first."
        assert len(second.batches) == 5, "Five iterations take five gradients."
        assert_close(second.params, second.course()[-1], what="params")
