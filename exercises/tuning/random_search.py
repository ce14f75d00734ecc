"""Random search: try hyperparameters at random and look at the best ones."""

import numpy as np


def log_uniform(low, high, rng):
    """A random number from low to high with a uniform exponent: 10ᵘ, log₁₀ low ≤ u < log₁₀ high.

    Each power of ten of the range is equally likely: 1e-6 … 1e-5 as likely as 1e-3 … 1e-2.
    low, high: positive floats, low < high; rng: the numpy.random.Generator to draw from.
    Returns a float.

    Source: Deep Learning from Scratch, section 6.5.2.

    >>> print(1e-6 <= log_uniform(1e-6, 1e-2, np.random.default_rng(0)) <= 1e-2)
    True
    """
    # TODO: draw the exponent u uniformly between the logarithms of low and high
    # TODO: return 10 to the power of u
    raise NotImplementedError


def random_search(evaluate, ranges, trial_count, rng):
    """Evaluate trial_count random settings of the hyperparameters and sort them, best first.

    evaluate: a function that takes a dict from name to value and returns a score, for example the
    accuracy on the validation data (higher is better); it is called once for each trial.
    ranges: a dict from name to (low, high); each trial draws a value for each name with
    log_uniform, each by a draw of its own. rng: the numpy.random.Generator to draw from. ranges is
    left unchanged.
    Returns a list of trial_count tuples (score, parameters), the highest score first. parameters
    is the dict that was evaluated, a new one in each trial. Scores may be equal.

    Source: Deep Learning from Scratch, section 6.5.2.

    >>> def evaluate(parameters):
    ...     return -abs(np.log10(parameters["lr"]) + 3)  # 0 at lr = 1e-3
    >>> results = random_search(evaluate, {"lr": (1e-6, 1e-2)}, 3, np.random.default_rng(0))
    >>> for score, parameters in results:
    ...     print(score == evaluate(parameters), score <= results[0][0])
    True True
    True True
    True True
    """
    # TODO: in each trial, draw a value for every name into a new dict
    # TODO: evaluate the dict, and record the score together with it
    # TODO: return the records sorted by their score, the highest first
    raise NotImplementedError
