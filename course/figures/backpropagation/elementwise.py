"""The gradient check of a layer that works on each element alone, at inputs of several kinds."""

import numpy as np

from course.figures.backpropagation import slopes

INPUTS = {  # from, to, shape
    "below 0": (-2.0, -0.1, (3, 4)),
    "above 0": (0.1, 2.0, (3, 4)),
    "of both signs": (-2.0, 2.0, (4, 5)),
    "one row": (-1.0, 1.0, (7,)),
    "images": (-1.0, 1.0, (2, 3, 2, 2)),
}
NAMES = tuple(f"dx, {name}" for name in INPUTS)


def measure(name, module):
    rng = np.random.default_rng(0)
    errors = []
    for low, high, shape in INPUTS.values():
        x, dout = rng.uniform(low, high, shape), rng.standard_normal(shape)
        layer, other = getattr(module, name)(), getattr(module, name)()
        layer.forward(x)
        found = slopes.measured(lambda x=x, d=dout, o=other: np.sum(d * o.forward(x)), x)
        errors.append(slopes.error(layer.backward(dout), found))
    return {"errors": errors}
