from .mini_batch import mini_batch


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, learning_rate, rng):
    losses = []
    train_accuracies = []
    test_accuracies = []
    per_epoch = int(len(x_train) / batch_size)
    if per_epoch == 0:
        per_epoch = 1
    for i in range(iterations):
        x_batch, t_batch = mini_batch(x_train, t_train, batch_size, rng)
        grads = network.gradient(x_batch, t_batch)
        for key in network.params:
            param = network.params[key]
            param -= learning_rate * grads[key]
        loss = network.loss(x_batch, t_batch)
        losses.append(loss)
        if i % per_epoch == 0:
            train_accuracies.append(network.accuracy(x_train, t_train))
            test_accuracies.append(network.accuracy(x_test, t_test))
            print("iteration", i, "loss", loss, "accuracy", test_accuracies[-1])
    result = {}
    result["train_accuracy"] = train_accuracies
    result["test_accuracy"] = test_accuracies
    result["loss"] = losses
    return result
