def validation_split(x, t, validation_ratio, rng):
    # The book draws with np.random.permutation.
    permutation = rng.permutation(x.shape[0])
    x = x[permutation, :] if x.ndim == 2 else x[permutation, :, :, ...]
    t = t[permutation]

    validation_num = int(x.shape[0] * validation_ratio)
    x_val = x[:validation_num]
    t_val = t[:validation_num]
    x_train = x[validation_num:]
    t_train = t[validation_num:]

    return x_train, t_train, x_val, t_val
