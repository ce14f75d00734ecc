"""The gradient check of softmax with loss."""

from functools import partial

import numpy as np

from course.figures.backpropagation import slopes

CASES = {  # size of the scores, samples, whether the labels are one-hot rows, dout
    "class numbers": (1.0, 4, False, 1.0),
    "one-hot labels": (1.0, 4, True, 1.0),
    "one sample": (1.0, 1, False, 1.0),
    "larger scores": (2.0, 4, False, 1.0),
    "dout = 0.5": (1.0, 4, False, 0.5),
}
NAMES = tuple(f"dx, {name}" for name in CASES)


def measure(module):
    rng = np.random.default_rng(0)
    errors = []
    for size, count, one_hot, dout in CASES.values():
        x = size * rng.standard_normal((count, 5))
        t = np.arange(count) % 5
        t = np.eye(5)[t] if one_hot else t
        layer, other = module.SoftmaxWithLoss(), module.SoftmaxWithLoss()
        layer.forward(x, t)
        found = slopes.measured(lambda x=x, t=t, d=dout, o=other: d * o.forward(x, t), x)
        errors.append(slopes.error(layer.backward(dout), found))
    return {"errors": errors}


draw = partial(slopes.draw, NAMES)
