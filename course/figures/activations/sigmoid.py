"""The sigmoid and the step function, and why only one of them can learn: their slopes."""

import numpy as np

from course.figures.pens import GREY, curve

X = np.linspace(-6, 6, 241)


def measure(module):
    return {"sigmoid": module.sigmoid(X), "slope": module.sigmoid_grad(X)}


def draw(figure, reference, yours):
    figure.set_size_inches(11, 4.5)
    left, right = figure.subplots(1, 2)
    curve(left, X, reference["sigmoid"], yours and yours["sigmoid"], 0, "sigmoid")
    left.plot(X, X > 0, "--", color=GREY, label="step function")
    left.set(title="Two steps from 0 to 1", xlabel="x", ylabel="value")
    left.legend()
    curve(right, X, reference["slope"], yours and yours["slope"], 0, "sigmoid")
    right.plot(X, 0 * X, "--", color=GREY, label="step function: 0, and none at x = 0")
    right.set(title="Their slopes", xlabel="x", ylabel="derivative", ylim=(-0.02, 0.32))
    right.legend()
