import numpy as np


def weight_decay_loss(params, weight_decay_lambda):
    total = 0
    for key in params:
        if key[0] == "W":
            for number in params[key].flatten():
                total += number**2
    print("total", total)
    return weight_decay_lambda * total / 2


def weight_decay_gradient(params, grads, weight_decay_lambda):
    result = {}
    for key in grads:
        result[key] = np.array(grads[key])
        if key[0] == "W":
            for index in np.ndindex(grads[key].shape):
                result[key][index] += weight_decay_lambda * params[key][index]
    return result
