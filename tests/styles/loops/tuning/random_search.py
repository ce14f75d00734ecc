import math


def log_uniform(low, high, rng):
    smallest = math.log10(low)
    largest = math.log10(high)
    u = smallest + (largest - smallest) * rng.random()
    return 10**u


def random_search(evaluate, ranges, trial_count, rng):
    results = []
    for trial in range(trial_count):
        parameters = {}
        for name in ranges:
            low, high = ranges[name]
            parameters[name] = log_uniform(low, high, rng)
        score = evaluate(parameters)
        print("trial", trial, "score", score)
        # put it before the first one that is worse
        place = 0
        while place < len(results) and results[place][0] >= score:
            place += 1
        results.insert(place, (score, parameters))
    return results
