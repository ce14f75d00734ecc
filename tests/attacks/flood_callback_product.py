"""Has the suite's functions multiply: lists, texts and integers as large as cross."""

import contextlib

EXERCISE = "gradients/numerical_diff"


def numerical_diff(f, x):
    for value in ([0.0] * 90_000, "x" * 4_000_000, (1 << 4000), [[1] * 9] * 9_000, True):
        for other in (value, x, 1 << 40):
            with contextlib.suppress(Exception):
                f(value)
            with contextlib.suppress(Exception):
                f(value, other)
    return f([1 << 4000] * 90_000)
