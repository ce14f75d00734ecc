import numpy as np


# In the book these lines stand in the methods of MultiLayerNet.
def weight_decay_loss(params, weight_decay_lambda):
    weight_decay = 0
    for key in params:
        if key.startswith("W"):
            W = params[key]
            weight_decay += 0.5 * weight_decay_lambda * np.sum(W**2)

    return weight_decay


def weight_decay_gradient(params, grads, weight_decay_lambda):
    decayed = {}
    for key in grads:
        if key.startswith("W"):
            decayed[key] = grads[key] + weight_decay_lambda * params[key]
        else:
            decayed[key] = grads[key]

    return decayed
