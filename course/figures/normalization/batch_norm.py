"""Learning the digits with and without batch norm, for several scales of the initial weights."""

import numpy as np

from course.figures.digits import batches, digits
from course.figures.pens import GREY, curve
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
    figure.set_size_inches(11, 6.5)
    figure.suptitle("Learning the digits with and without batch norm")
    epochs = np.arange(1, EPOCHS + 1)
    panels = figure.subplots(2, len(SCALES) // 2)
    for number, (axes, scale) in enumerate(zip(panels.flat, SCALES, strict=True)):
        own = yours and yours["accuracy"][number]
        curve(axes, epochs, reference["accuracy"][number], own, 0, "batch norm")
        axes.plot(epochs, learn(scale), "--", color=GREY, label="without")
        axes.set(
            title=f"initial weights of std {scale:g}",
            xlabel=f"epoch of {STEPS} batches",
            ylabel="training accuracy",
            ylim=(0, 1.03),
        )
        axes.label_outer()
    panels.flat[1].legend(loc="lower right")
