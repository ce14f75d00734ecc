"""ReLU and its slope."""

import numpy as np

from course.figures.pens import curve

X = np.linspace(-4, 4, 161)


def measure(module):
    return {"relu": module.relu(X), "slope": module.relu_grad(X)}


def draw(figure, reference, yours):
    axes = figure.subplots()
    curve(axes, X, reference["relu"], yours and yours["relu"], 0, "relu")
    curve(axes, X, reference["slope"], yours and yours["slope"], 1, "relu_grad")
    axes.set(title="ReLU and its slope", xlabel="x", ylabel="value", ylim=(-0.3, 4.2))
    axes.legend()
