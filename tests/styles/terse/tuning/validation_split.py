def validation_split(x, t, validation_ratio, rng):
    i, n = rng.permutation(len(x)), int(len(x) * validation_ratio)
    return x[i[n:]], t[i[n:]], x[i[:n]], t[i[:n]]
