"""The gradient check of the affine layer."""

from functools import partial

import numpy as np

from course.figures.backpropagation import slopes

NAMES = ("dx", "dW", "db", "dx of images")


def measure(module):
    rng = np.random.default_rng(0)
    errors = []
    for shape in ((4, 6), (3, 1, 2, 3)):
        x, W, b = rng.standard_normal(shape), rng.standard_normal((6, 5)), rng.standard_normal(5)
        dout = rng.standard_normal((shape[0], 5))

        def loss(x=x, W=W, b=b, dout=dout):
            return np.sum(dout * module.Affine(W, b).forward(x))

        layer = module.Affine(W, b)
        layer.forward(x)
        errors.append(slopes.error(layer.backward(dout), slopes.measured(loss, x)))
        if x.ndim == 2:
            errors.append(slopes.error(layer.dW, slopes.measured(loss, W)))
            errors.append(slopes.error(layer.db, slopes.measured(loss, b)))
    return {"errors": errors}


draw = partial(slopes.draw, NAMES)
