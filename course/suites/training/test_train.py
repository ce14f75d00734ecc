"""Suite of training/train."""

from types import SimpleNamespace

import numpy as np

from dataset.mnist import DIGITS, load_mnist
from grader.expect import assert_close, assert_in_range, assert_unchanged
from solutions.networks.two_layer_net import TwoLayerNet

# The names of the parameters are no one's business but the network's.
START = {
    "W1": np.array([[1.0, -2.0], [0.5, 3.0]]),
    "b1": np.array([0.25, -0.5]),
    "gamma": np.array([1.0, 1.0, 1.0]),
}
SLOPES = {
    "W1": np.array([[0.3, -0.1], [0.2, 0.4]]),
    "b1": np.array([-0.7, 0.6]),
    "gamma": np.array([1.0, -2.0, 0.5]),
}


class Network(SimpleNamespace):
    """What train is given as its network, with the name that a learner sees."""

    def __repr__(self):
        return "a network of the suite"


class Observed:
    """A network whose gradient is SLOPES times the batch's mean, and which notes its batches."""

    def __init__(self):
        self.params = {key: value.copy() for key, value in START.items()}
        self.batches = []

    def gradient(self, x, t):
        """the network's gradient"""
        check_pairs(x, t)
        self.batches.append((x.copy(), t.copy()))
        return {key: slope * x.mean() for key, slope in SLOPES.items()}

    def loss(self, x, t):
        """the network's loss"""
        check_pairs(x, t)
        return loss_of(self.params, x)

    def accuracy(self, x, t):
        """the network's accuracy"""
        check_pairs(x, t)
        return accuracy_of(self.params, x)

    def interface(self):
        """The network as train is given it."""
        methods = {"gradient": self.gradient, "loss": self.loss, "accuracy": self.accuracy}
        return Network(params=self.params, **methods)

    def train(
        self,
        submission,
        train_size,
        test_size=4,
        *,
        iterations,
        batch_size,
        learning_rate=0.125,
        seed=3,
    ):
        """What the submission's train returns for this network and samples(train_size)."""
        result = submission.train(
            self.interface(),
            *samples(train_size),
            *samples(test_size),
            iterations=iterations,
            batch_size=batch_size,
            learning_rate=learning_rate,
            rng=np.random.default_rng(seed),
        )
        expected = {"loss", "train_accuracy", "test_accuracy"}
        assert isinstance(result, dict) and set(result) == expected, (
            'train should return a dict with the keys "loss", "train_accuracy" and "test_accuracy".'
        )
        return result

    def course(self, learning_rate=0.125):
        """The parameters after each update that the noted batches should have led to."""
        params = {key: value.copy() for key, value in START.items()}
        course = []
        for x, _ in self.batches:
            for key, slope in SLOPES.items():
                params[key] = params[key] - learning_rate * slope * x.mean()
            course.append(dict(params))
        return course


def samples(count):
    """Samples that tell where they come from: row i of x is i and i + ¼, and its label is i."""
    return np.arange(count)[:, np.newaxis] + np.array([0.0, 0.25]), np.arange(count)


def check_pairs(x, t):
    arrays = isinstance(x, np.ndarray) and isinstance(t, np.ndarray)
    assert arrays and x.ndim == 2 and x.shape[1] == 2 and t.shape == x.shape[:1], (
        "The network should be given samples (N, 2) and their labels (N,)."
    )
    assert np.array_equal(x[:, 0], t), (
        "The network was given samples with the labels of others: draw x and t together."
    )


def loss_of(params, x):
    return float(params["W1"].sum() + 0.1 * x.mean())


def accuracy_of(params, x):
    return float(params["b1"][0] + 0.01 * params["gamma"].sum() + 100.0 * len(x))


def check_accuracies(submission, train_size, iterations, batch_size, at):
    """Check that train records both accuracies after these updates and no others."""
    network = Observed()
    result = network.train(submission, train_size, iterations=iterations, batch_size=batch_size)
    course = network.course()
    assert len(course) == iterations, f"{iterations} iterations take as many gradients."
    for name, size in (("train_accuracy", train_size), ("test_accuracy", 4)):
        expected = [accuracy_of(course[i], samples(size)[0]) for i in at]
        assert_close(result[name], expected, what=name)


class TestUpdate:
    """Every parameter moves against its gradient"""

    points = 2

    def test_one_update(self, submission):
        network = Observed()
        network.train(submission, 9, iterations=1, batch_size=4)
        assert len(network.batches) == 1, "One iteration takes one gradient."
        (expected,) = network.course()
        assert_close(network.params, expected, what="params")

    def test_three_updates(self, submission):
        network = Observed()
        network.train(submission, 9, iterations=3, batch_size=4, learning_rate=0.5)
        assert len(network.batches) == 3, "Three iterations take three gradients."
        assert_close(network.params, network.course(0.5)[-1], what="params")

    def test_in_place(self, submission):
        network = Observed()
        arrays = dict(network.params)
        network.train(submission, 9, iterations=2, batch_size=4)
        assert any(np.any(network.params[key] != START[key]) for key in START), (
            "After two iterations, params should have changed."
        )
        expected = network.course()[-1]
        for key, array in arrays.items():
            assert np.allclose(array, expected[key]), (
                f"params[{key!r}] is a new array now: change the old one in place, with -=, "
                "because layers may hold it as well."
            )


class TestBatches:
    """A new mini-batch for every iteration"""

    points = 2

    def test_size_and_labels(self, submission):
        network = Observed()
        network.train(submission, 9, iterations=5, batch_size=4)
        sizes = [len(x) for x, _ in network.batches]
        assert sizes == [4] * 5, f"gradient was given batches of {sizes} samples instead of 5 of 4."

    def test_from_all_training_samples(self, submission):
        # With replacement, the chance that 35 batches of 8 miss one of 12 rows is
        # 12 · (11/12)²⁸⁰ = 3e-10.
        network = Observed()
        network.train(submission, 12, 60, iterations=35, batch_size=8)
        drawn = set(np.concatenate([t for _, t in network.batches]).tolist())
        assert drawn <= set(range(12)), "The test samples are for the accuracy, not for training."
        assert drawn == set(range(12)), (
            "In 35 batches of 8, these of the 12 training samples never came: "
            f"{sorted(set(range(12)) - drawn)}."
        )

    def test_drawn_with_rng(self, submission):
        first, again, other = (self.rows(submission, seed) for seed in (5, 5, 6))
        assert np.array_equal(first, again), (
            "Draw the batches with rng: two generators of the same seed gave different ones."
        )
        assert not np.array_equal(first, other), (
            "Draw the batches with rng: two generators of different seeds gave the same ones."
        )
        assert not np.array_equal(first[0], first[1]), (
            "Draw a new batch in every iteration: the second was the same as the first."
        )

    def rows(self, submission, seed):
        network = Observed()
        network.train(submission, 500, iterations=2, batch_size=6, seed=seed)
        rows = np.array([t for _, t in network.batches])
        assert rows.shape == (2, 6), "Two iterations take two gradients, each of a batch of 6."
        return rows


class TestLoss:
    """The loss of each batch after its update"""

    points = 1

    def test_losses(self, submission):
        network = Observed()
        result = network.train(submission, 30, iterations=7, batch_size=3)
        expected = [
            loss_of(params, x)
            for params, (x, _) in zip(network.course(), network.batches, strict=True)
        ]
        assert len(expected) == 7, "Seven iterations take seven gradients."
        assert_close(result["loss"], expected, what="loss")


class TestAccuracy:
    """The accuracies once an epoch"""

    points = 1

    def test_with_a_remainder(self, submission):
        # 25 / 4 is 6.25: of the whole numbers up to 14, only 0 is a multiple of that.
        check_accuracies(submission, train_size=25, iterations=14, batch_size=4, at=[0, 6, 12])

    def test_without_a_remainder(self, submission):
        check_accuracies(submission, train_size=15, iterations=9, batch_size=5, at=[0, 3, 6])


class TestLargeBatch:
    """A batch larger than the training set"""

    points = 1

    def test_every_iteration_is_an_epoch(self, submission):
        check_accuracies(submission, train_size=3, iterations=4, batch_size=7, at=[0, 1, 2, 3])


class TestDigits:
    """A real network learns real digits"""

    points = 2
    deadline = 20.0

    # Over 60 seeds, these 300 iterations end at a test accuracy of 0.943 ± 0.005 on all samples and
    # of 0.953 ± 0.009 on those that train is given, with a mean loss of 0.262 ± 0.006 over the last
    # fifty. The bounds are more than five times that away.
    TRAIN_SIZE = 400
    TEST_SIZE = 120
    HIDDEN_SIZE = 20
    ITERATIONS = 300
    ACCURACY = 0.9
    LOSS = 0.33

    def test_digits(self, submission, rng):
        (x_train, t_train), (x_test, t_test) = load_mnist(folder=DIGITS)
        net = TwoLayerNet(64, self.HIDDEN_SIZE, 10, rng=np.random.default_rng(1))
        methods = {"gradient": net.gradient, "loss": net.loss, "accuracy": net.accuracy}
        result = submission.train(
            Network(params=net.params, **methods),
            x_train[: self.TRAIN_SIZE],
            t_train[: self.TRAIN_SIZE],
            x_test[: self.TEST_SIZE],
            t_test[: self.TEST_SIZE],
            iterations=self.ITERATIONS,
            batch_size=100,
            learning_rate=1.0,
            rng=rng,
        )
        _, (x_test, t_test) = load_mnist(folder=DIGITS)
        accuracy = net.accuracy(x_test, t_test)
        assert_in_range(accuracy, self.ACCURACY, 1.0, "test accuracy after training")
        assert_in_range(result["test_accuracy"][-1], self.ACCURACY, 1.0, "last test accuracy")
        # One update after small weights, the loss is still close to ln 10: 2.26 ± 0.02.
        assert_in_range(result["loss"][0], 0.9 * np.log(10), 1.1 * np.log(10), "first loss")
        assert_in_range(np.mean(result["loss"][-50:]), 0.0, self.LOSS, "mean of the last losses")


class TestTraps:
    """Samples left alone, nothing left over"""

    points = 1

    def test_samples_are_left_unchanged(self, submission):
        network = Observed()
        data = *samples(9), *samples(5)
        settings = {"iterations": 4, "batch_size": 3, "learning_rate": 0.125}
        submission.train(network.interface(), *data, **settings, rng=np.random.default_rng(2))
        assert len(network.batches) == 4, "Four iterations take four gradients."
        assert_close(network.params, network.course()[-1], what="params")
        names = ("x_train", "t_train", "x_test", "t_test")
        for array, before, name in zip(data, (*samples(9), *samples(5)), names, strict=True):
            assert_unchanged(array, before, name)

    def test_each_training_stands_for_itself(self, submission):
        first, second = Observed(), Observed()
        first.train(submission, 8, iterations=3, batch_size=2)
        result = second.train(submission, 8, iterations=5, batch_size=2)
        assert len(result["loss"]) == 5, "The second training of two returned losses of the first."
        assert_close(second.params, second.course()[-1], what="params")
