from math import exp, log


def log_uniform(low, high, rng):
    return exp(rng.uniform(log(low), log(high)))


def random_search(evaluate, ranges, trial_count, rng):
    trials = [{k: log_uniform(*r, rng) for k, r in ranges.items()} for _ in range(trial_count)]
    return sorted(((evaluate(p), p) for p in trials), key=lambda r: -r[0])
