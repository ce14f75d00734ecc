import numpy as np


def layer_activations(x, init, activation, layer_count, rng):
    result = []
    for layer in range(layer_count):
        W = init(x.shape[1], x.shape[1], rng)
        a = np.zeros(x.shape)
        for n in range(x.shape[0]):
            for j in range(x.shape[1]):
                for i in range(x.shape[1]):
                    a[n, j] += x[n, i] * W[i, j]
        x = activation(a)
        print("layer", layer, "std", x.std())
        result.append(x)
    return result
