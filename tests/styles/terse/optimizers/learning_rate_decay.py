from math import exp

inverse_time_decay = lambda lr, decay_rate, epoch: lr / (1 + decay_rate * epoch)
step_decay = lambda lr, drop, epochs_per_drop, epoch: lr * drop ** (epoch // epochs_per_drop)
exponential_decay = lambda lr, decay_rate, epoch: lr * exp(-decay_rate * epoch)
