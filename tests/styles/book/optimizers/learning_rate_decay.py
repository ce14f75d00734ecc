"""The book only mentions that a learning rate may decay."""

import numpy as np


def inverse_time_decay(lr, decay_rate, epoch):
    return lr / (1 + decay_rate * epoch)


def step_decay(lr, drop, epochs_per_drop, epoch):
    return lr * np.power(drop, np.floor(epoch / epochs_per_drop))


def exponential_decay(lr, decay_rate, epoch):
    return lr * np.exp(-decay_rate * epoch)
