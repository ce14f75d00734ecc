from .mini_batch import mini_batch


def train(network, x_train, t_train, x_test, t_test, *, iterations, batch_size, learning_rate, rng):
    train_loss_list = []
    train_acc_list = []
    test_acc_list = []

    train_size = x_train.shape[0]
    # The book divides with /, and is lucky with 60000 samples.
    iter_per_epoch = max(train_size // batch_size, 1)

    for i in range(iterations):
        x_batch, t_batch = mini_batch(x_train, t_train, batch_size, rng)

        grad = network.gradient(x_batch, t_batch)

        # The book names W1, b1, W2 and b2 here.
        for key in network.params:
            network.params[key] -= learning_rate * grad[key]

        loss = network.loss(x_batch, t_batch)
        train_loss_list.append(loss)

        if i % iter_per_epoch == 0:
            train_acc = network.accuracy(x_train, t_train)
            test_acc = network.accuracy(x_test, t_test)
            train_acc_list.append(train_acc)
            test_acc_list.append(test_acc)

    return {
        "loss": train_loss_list,
        "train_accuracy": train_acc_list,
        "test_accuracy": test_acc_list,
    }
