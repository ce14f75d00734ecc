import numpy as np


def layer_activations(x, init, activation, layer_count, rng):
    node_num = x.shape[1]
    activations = {}

    for i in range(layer_count):
        if i != 0:
            x = activations[i - 1]

        w = init(node_num, node_num, rng)
        a = np.dot(x, w)
        z = activation(a)
        activations[i] = z

    # The book keeps the dict.
    return list(activations.values())
