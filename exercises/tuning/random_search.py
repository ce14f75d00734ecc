"""Random search: try hyperparameters at random and look at the best ones."""

import numpy as np


def log_uniform(low, high, rng):
    """A random number from low to high with a uniform exponent: 10ᵘ, log₁₀ low ≤ u < log₁₀ high.

    Each power of ten of the range is equally likely: 1e-6 … 1e-5 as likely as 1e-3 … 1e-2.
    low, high: positive floats, low < high; rng: a numpy.random.Generator. Returns a float.

    Source: Deep Learning from Scratch, section 6.5.2.

    >>> print(round(log_uniform(1e-6, 1e-2, np.random.default_rng(0)), 8))
    0.00035306
    """
    # TODO: draw the exponent u uniformly between the logarithms of low and high
    # TODO: return 10 to the power of u
    raise NotImplementedError


def random_search(evaluate, ranges, trial_count, rng):
    """Evaluate trial_count random settings of the hyperparameters and sort them, best first.

    evaluate: a function that takes a dict from name to value and returns a score, for example the
    accuracy on the validation data (higher is better); it is called once for each trial.
    ranges: a dict from name to (low, high); each trial draws a value for each name with
    log_uniform, each by a draw of its own. rng: a numpy.random.Generator.
    Returns a list of trial_count tuples (score, parameters), the highest score first. parameters
    is the dict that was evaluated, a new one in each trial. Scores may be equal.

    Source: Deep Learning from Scratch, section 6.5.2.

    >>> def evaluate(parameters):
    ...     return -abs(np.log10(parameters["lr"]) + 3)  # 0 at lr = 1e-3
    >>> results = random_search(evaluate, {"lr": (1e-6, 1e-2)}, 3, np.random.default_rng(0))
    >>> for score, parameters in results:
    ...     print(round(score, 3), round(parameters["lr"], 7))
    -0.452 0.0003531
    -1.921 1.2e-05
    -2.836 1.5e-06
    """
    # TODO: in each trial, draw a value for every name into a new dict
    # TODO: evaluate the dict, and record the score together with it
    # TODO: return the records sorted by their score, the highest first
    raise NotImplementedError
