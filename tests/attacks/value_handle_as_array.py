"""Returns and hands over objects that could be anything to numpy: with every method of an array."""

import numpy as np

EXERCISE = "gradients/numerical_gradient"


class Anything:
    dtype, shape, ndim, size = np.dtype(float), (2,), 1, 2

    @property
    def __array_interface__(self):
        return {"shape": (2,), "typestr": "<f8", "data": (8, False), "version": 3}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **options: True

    def __call__(self, *arguments, **options):
        return self


def numerical_gradient(f, x):
    try:
        f(Anything())
    finally:
        return Anything()  # noqa: B012  # swallowing what happened is the attack
