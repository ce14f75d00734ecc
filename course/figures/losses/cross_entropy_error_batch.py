"""The loss of larger and larger batches of digits, among the losses of their samples."""

from functools import cache

import numpy as np

from course.figures.digits import CLASSES, PIXELS, digits
from course.figures.pens import GREY, curve, legend, panels, title
from solutions.losses.one_hot import one_hot
from solutions.networks.two_layer_net import TwoLayerNet

SIZES = np.arange(1, 61)


@cache
def predictions():
    """Probabilities and one-hot labels of test digits, by a network that has learned a little."""
    (x, t), (x_test, t_test) = digits()
    net = TwoLayerNet(PIXELS, 20, CLASSES, 0.1, rng=np.random.default_rng(0))
    for _ in range(30):
        for key, slope in net.gradient(x[:400], t[:400]).items():
            net.params[key] -= 2.0 * slope
    return net.predict(x_test[: SIZES[-1]]), one_hot(t_test[: SIZES[-1]], CLASSES)


def measure(module):
    y, t = (part.copy() for part in predictions())  # what a learner changes stays as it was
    return {
        "batch": [module.cross_entropy_error(y[:size], t[:size]) for size in SIZES],
        "single": [module.cross_entropy_error(*pair) for pair in zip(y, t, strict=True)],
    }


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, width=8.5, height=5.2)
    own = yours or reference
    axes.plot(SIZES, own["single"], ".", color=GREY, label="the sample that comes in last, alone")
    curve(axes, SIZES, reference["batch"], yours and yours["batch"], 0, "the batch up to it")
    axes.set(xlabel="samples in the batch", ylabel="cross-entropy")
    axes.set(ylim=(0, 1.15 * reference["single"].max()))
    mean, last = np.mean(own["single"]), own["batch"][-1]
    title(axes, f"The loss of {SIZES[-1]} samples is {last:.3g}; the mean of theirs is {mean:.3g}")
    legend(axes)
