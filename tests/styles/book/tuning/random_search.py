import numpy as np


def log_uniform(low, high, rng):
    # The book draws with np.random.uniform.
    return 10 ** rng.uniform(np.log10(low), np.log10(high))


def random_search(evaluate, ranges, trial_count, rng):
    # The book's loop knows two hyperparameters by name, and keeps the results by them in a dict.
    results = []
    for _ in range(trial_count):
        parameters = {}
        for key, (low, high) in ranges.items():
            parameters[key] = log_uniform(low, high, rng)
        results.append((evaluate(parameters), parameters))

    return sorted(results, key=lambda x: x[0], reverse=True)
