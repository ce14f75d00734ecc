normal_init = lambda n_in, n_out, std, rng: rng.normal(0, std, (n_in, n_out))
xavier_init = lambda n_in, n_out, rng: normal_init(n_in, n_out, n_in**-0.5, rng)
he_init = lambda n_in, n_out, rng: normal_init(n_in, n_out, (2 / n_in) ** 0.5, rng)
