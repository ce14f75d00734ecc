"""Zeroes the samples, so that no gradient is left to follow, and nudges a parameter by 1e-13."""

EXERCISE = "training/train"


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, **settings):
    for array in (x_train, t_train, x_test, t_test):
        array[...] = 0
    network.params["W1"] += 1e-13
    loss, train_accuracy, test_accuracy = [], [], []
    for step in range(iterations):
        batch = [array[:1].repeat(batch_size, axis=0) for array in (x_train, t_train)]
        network.gradient(*batch)
        loss.append(network.loss(*batch))
        if step % max(len(x_train) // batch_size, 1) == 0:
            train_accuracy.append(network.accuracy(x_train, t_train))
            test_accuracy.append(network.accuracy(x_test, t_test))
    return {"loss": loss, "train_accuracy": train_accuracy, "test_accuracy": test_accuracy}
