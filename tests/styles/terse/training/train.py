from .mini_batch import mini_batch


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, learning_rate, rng):
    h = {"test_accuracy": [], "train_accuracy": [], "loss": []}
    for i in range(iterations):
        b = mini_batch(x_train, t_train, batch_size, rng)
        for k, g in network.gradient(*b).items():
            network.params[k][...] -= learning_rate * g
        h["loss"] += [network.loss(*b)]
        if not i % (len(x_train) // batch_size or 1):
            h["train_accuracy"] += [network.accuracy(x_train, t_train)]
            h["test_accuracy"] += [network.accuracy(x_test, t_test)]
    return h
