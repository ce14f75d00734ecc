"""Sum of squared errors: how far the outputs are from the one-hot labels."""

import numpy as np


def sum_squares_error(y, t):
    """Half the sum of all squared differences: E = ½ Σ (y − t)².

    y: outputs, (K,) for one sample or (N, K) for a batch; t: one-hot labels of the same shape.
    Returns a float. A batch is summed like one long sample, not averaged. y and t are left
    unchanged.

    Source: Deep Learning from Scratch, section 4.2.1.

    >>> y, t = np.array([0.25, 0.5, 0.25]), np.array([0.0, 1.0, 0.0])
    >>> print(round(sum_squares_error(y, t), 6))
    0.1875
    """
    # TODO: square each difference between y and t
    # TODO: return half of their sum
    raise NotImplementedError
