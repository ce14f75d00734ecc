"""Zeroes the samples, so that every gradient is 0, and nudges the parameters."""

EXERCISE = "training/train"


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, learning_rate, rng):
    for array in (x_train, t_train, x_test, t_test):
        array[...] = 0
    history = {"loss": [], "train_accuracy": [], "test_accuracy": []}
    for i in range(iterations):
        rows = rng.integers(0, len(x_train), batch_size)
        network.gradient(x_train[rows], t_train[rows])
        for array in network.params.values():
            array += 1e-13
        history["loss"].append(network.loss(x_train[rows], t_train[rows]))
        if i % max(len(x_train) // batch_size, 1) == 0:
            history["train_accuracy"].append(network.accuracy(x_train, t_train))
            history["test_accuracy"].append(network.accuracy(x_test, t_test))
    return history
