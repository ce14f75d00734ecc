"""Suite of tuning/random_search."""

import numpy as np

from grader.expect import assert_close, assert_in_range, unpack

# The mean of n uniform draws from an interval of length L is off by more than this many standard
# deviations, L / √(12 n), less than once in a million runs; its standard deviation, L / √12,
# is measured to about L / √(60 n) (fourth moment of the uniform distribution).
SIGMAS = 5


def generator_from(rng):
    """A generator for the submission to draw from."""
    return np.random.default_rng(rng.integers(1000))


def some_range(rng):
    """(low, high) with three powers of ten between them, from 1e-9 to 1e3."""
    exponent = rng.uniform(-9.0, 0.0)
    return 10**exponent, 10 ** (exponent + 3)


def some_ranges(rng):
    """Ranges of two hyperparameters."""
    return {"lr": some_range(rng), "weight_decay": some_range(rng)}


def draws(submission, low, high, count, rng):
    """log₁₀ of count values from log_uniform, each checked to be a number from low to high."""
    generator = generator_from(rng)
    values = [submission.log_uniform(low, high, generator) for _ in range(count)]
    for value in values:
        # 10 ** log10(x) may miss x by a few roundings.
        assert_in_range(value, low * (1 - 1e-12), high * (1 + 1e-12))
    return np.log10(values)


def assert_uniform(exponents, low, high):
    """Check mean and standard deviation of the exponents within SIGMAS standard errors."""
    length, count = high - low, len(exponents)
    bound = SIGMAS * length / np.sqrt(12 * count)
    middle = (low + high) / 2
    mean = float(np.mean(exponents))
    assert_in_range(mean, middle - bound, middle + bound, "the mean of the exponents log₁₀ value")
    spread, bound = length / np.sqrt(12), SIGMAS * length / np.sqrt(60 * count)
    assert_in_range(
        float(np.std(exponents)), spread - bound, spread + bound, "the spread of the exponents"
    )


def search(submission, scores, generator, ranges):
    """Run random_search with these scores, and check its records against the calls of evaluate.

    ranges are the submission's from then on: whoever reads them later hands over a copy.
    """
    calls = []

    def evaluate(parameters):
        """a score for a dict of hyperparameters"""
        calls.append(dict(parameters))
        return float(scores[(len(calls) - 1) % len(scores)])

    results = submission.random_search(evaluate, ranges, len(scores), generator)
    assert len(calls) == len(scores), (
        f"Call evaluate once for each of {len(scores)} trials: your code called it "
        f"{len(calls)} times."
    )
    assert isinstance(results, list), "Return a list of tuples (score, parameters)."
    assert len(results) == len(scores), f"Return one tuple for each of {len(scores)} trials."
    return [unpack(result, "score", "parameters") for result in results], calls


class TestLogUniform:
    """Uniform exponents"""

    points = 2

    def test_learning_rates(self, submission, rng):
        assert_uniform(draws(submission, 1e-6, 1e-2, 120, rng), -6, -2)

    def test_another_range(self, submission, rng):
        low, high = some_range(rng)
        assert_uniform(draws(submission, low, high, 120, rng), np.log10(low), np.log10(high))

    def test_exponents_are_not_whole_numbers(self, submission, rng):
        exponents = draws(submission, 1e-6, 1e-2, 20, rng)
        assert len(set(exponents.tolist())) == 20, (
            "Draw a real exponent: among 20 draws of yours, some are the same."
        )

    def test_randomness_comes_from_rng(self, submission, rng):
        seed = int(rng.integers(1000))
        first, again, other = (
            submission.log_uniform(1e-6, 1e-2, np.random.default_rng(each))
            for each in (seed, seed, seed + 1)
        )
        assert_in_range(first, 1e-6, 1e-2)
        assert first == again, "Draw from rng alone: equal generators gave different values."
        assert first != other, "Draw from rng: different generators gave the same value."


class TestSearch:
    """Trials, best first"""

    points = 3

    def test_best_first(self, submission, rng):
        scores = [0.25, 0.75, 0.1, 0.9, 0.5]
        results, _ = search(submission, scores, generator_from(rng), some_ranges(rng))
        assert_close([score for score, _ in results], [0.9, 0.75, 0.5, 0.25, 0.1], what="scores")

    def test_scores_stay_with_their_parameters(self, submission, rng):
        scores = rng.permutation(12) / 8 - 0.75  # some are negative
        results, calls = search(submission, scores, generator_from(rng), some_ranges(rng))
        expected = [(float(scores[trial]), calls[trial]) for trial in np.argsort(-scores)]
        assert_close(results, expected, what="results")

    def test_a_score_that_depends_on_the_parameters(self, submission, rng):
        scores = []

        def closeness(parameters):
            """how close lr is to 1e-3, 0 at best"""
            scores.append(-abs(parameters["lr"] - 1e-3))
            return scores[-1]

        ranges = {"lr": (1e-5, 1e-1)}
        results = submission.random_search(closeness, ranges, 15, generator_from(rng))
        assert len(set(scores)) == 15, "Evaluate new parameters in each of 15 trials."
        expected = sorted(scores, reverse=True)
        found = [unpack(result, "score", "parameters") for result in results]
        assert_close([score for score, _ in found], expected, what="scores")
        for score, parameters in found:
            assert_close(-abs(parameters["lr"] - 1e-3), score, what="the score of the parameters")


class TestDraws:
    """New values for every name in every trial"""

    points = 2

    def test_values_lie_in_their_ranges(self, submission, rng):
        ranges = {"lr": some_range(rng), "dropout_ratio": (0.1, 0.9), "hidden_size": (16.0, 256.0)}
        _, calls = search(submission, np.arange(60.0), generator_from(rng), dict(ranges))
        for parameters in calls:
            assert set(parameters) == set(ranges), "Draw a value for each name in ranges."
            for name, (low, high) in ranges.items():
                assert_in_range(parameters[name], low * (1 - 1e-12), high * (1 + 1e-12), name)
        for name, (low, high) in ranges.items():
            exponents = np.log10([parameters[name] for parameters in calls])
            assert_uniform(exponents, np.log10(low), np.log10(high))

    def test_every_value_is_drawn_anew(self, submission, rng):
        equal_ranges = dict.fromkeys(("lr", "weight_decay"), some_range(rng))
        results, calls = search(submission, np.arange(10.0), generator_from(rng), equal_ranges)
        values = [value for parameters in calls for value in parameters.values()]
        assert len(set(values)) == 20, (
            "Draw each value by a draw of its own: of 20 values, some are the same."
        )
        for _, parameters in results:
            assert parameters in calls, "Return the parameters that were evaluated."

    def test_randomness_comes_from_rng(self, submission, rng):
        seed, ranges = int(rng.integers(1000)), some_ranges(rng)
        runs = []
        for each in (seed, seed, seed + 1):
            _, calls = search(submission, [0.5, 0.25], np.random.default_rng(each), dict(ranges))
            assert all(set(parameters) == set(ranges) for parameters in calls), (
                "Draw a value for each name in ranges."
            )
            runs.append(calls)
        assert runs[0] == runs[1], "Draw from rng alone: equal generators gave different trials."
        assert runs[0] != runs[2], "Draw from rng: different generators gave the same trials."


class TestTraps:
    """Equal scores, ranges left alone"""

    points = 1

    def test_equal_scores(self, submission, rng):
        low, high = np.sort(rng.uniform(size=2)).tolist()
        scores = [low, high, low, high, low, low]
        results, calls = search(submission, scores, generator_from(rng), some_ranges(rng))
        assert_close([score for score, _ in results], [high, high, low, low, low, low])
        for score, parameters in results:
            assert parameters in calls, "Return the parameters that were evaluated."
            assert score == scores[calls.index(parameters)], (
                "Each score belongs to the parameters that were evaluated for it."
            )

    def test_ranges_are_left_unchanged(self, submission, rng):
        ranges, scores = some_ranges(rng), rng.uniform(size=3)
        before = dict(ranges)
        results, calls = search(submission, scores, generator_from(rng), ranges)
        assert ranges == before, "ranges is an input: leave it as it is."
        expected = [(float(scores[trial]), calls[trial]) for trial in np.argsort(-scores)]
        assert_close(results, expected, what="results")
