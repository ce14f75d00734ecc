import math


def inverse_time_decay(lr, decay_rate, epoch):
    result = lr / (1 + decay_rate * epoch)
    print("inverse time", result)
    return result


def step_decay(lr, drop, epochs_per_drop, epoch):
    for e in range(1, epoch + 1):
        if e % epochs_per_drop == 0:
            lr = lr * drop
    print("step", lr)
    return lr


def exponential_decay(lr, decay_rate, epoch):
    return lr * math.e ** (-decay_rate * epoch)
