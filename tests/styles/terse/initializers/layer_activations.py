def layer_activations(x, init, activation, layer_count, rng):
    n = x.shape[1]
    return [x := activation(x @ init(n, n, rng)) for _ in range(layer_count)]
