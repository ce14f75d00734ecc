"""Learning the digits with and without batch norm, for several scales of the initial weights."""

import numpy as np

from course.figures.digits import batches, digits
from course.figures.pens import GREY, curve, headline, legend, panels, title
from course.figures.stack import Stack

SCALES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.001)
HIDDEN = (30, 30, 30)
EPOCHS = 12
STEPS = 6  # in an epoch
BATCH_SIZE = 60
LR = 0.1


def measure(module):
    def norm(units):
        return module.BatchNormalization(np.ones(units), np.zeros(units))

    return {"accuracy": [learn(scale, norm) for scale in SCALES]}


def learn(scale, norm=None):
    """The accuracy on the batches of each epoch, (EPOCHS,)."""
    stack = Stack(HIDDEN, scale, norm=norm)
    (x, t), _ = digits()
    steps = [stack.learn(*batch, LR) for batch in batches(x, t, BATCH_SIZE, EPOCHS * STEPS)]
    return np.mean(np.reshape(steps, (EPOCHS, STEPS)), axis=1)


def draw(figure, reference, yours):
    own = (yours or reference)["accuracy"]
    without = [learn(scale) for scale in SCALES]
    better = sum(with_norm[-1] > alone[-1] for with_norm, alone in zip(own, without, strict=True))
    headline(
        figure,
        f"With batch norm the digits are learned better from {better} of {len(SCALES)} "
        "initial scales",
    )
    epochs = np.arange(1, EPOCHS + 1)
    for number, axes in enumerate(panels(figure, len(SCALES), 3, 3.9, 4.0, 3.4)):
        mine = yours and yours["accuracy"][number]
        curve(axes, epochs, reference["accuracy"][number], mine, 0, "batch norm")
        axes.plot(epochs, without[number], "--", color=GREY, label="without")
        axes.set(xlabel=f"epoch of {STEPS} batches", ylabel="training accuracy", ylim=(0, 1.03))
        ends = f"{own[number][-1]:.0%}; without {without[number][-1]:.0%}"
        title(axes, f"Weights of std {SCALES[number]:g}: {ends}")
        legend(axes, 2)
