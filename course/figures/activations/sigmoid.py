"""The sigmoid and the step function, and why only one of them can learn: their slopes."""

import numpy as np

from course.figures.pens import GREY, curve, legend, panels, title

X = np.linspace(-6, 6, 241)


def measure(module):
    return {"sigmoid": module.sigmoid(X.copy()), "slope": module.sigmoid_grad(X.copy())}


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, 5.5, 4.8)
    own = yours or reference
    ends = own["sigmoid"][[0, -1]]
    curve(left, X, reference["sigmoid"], yours and yours["sigmoid"], 0, "sigmoid")
    for side, value in ((X <= 0, 0.0), (X > 0, 1.0)):
        label = "step function, which jumps" if value else None
        left.plot(X[side], np.full(np.sum(side), value), "--", color=GREY, label=label)
    left.set(xlabel="x", ylabel="value", ylim=(-0.08, 1.08))
    title(left, f"The sigmoid goes from {ends[0]:.2g} to {ends[1]:.3g}; the step jumps")
    legend(left)
    curve(right, X, reference["slope"], yours and yours["slope"], 0, "sigmoid_grad")
    right.plot(X, 0 * X, "--", color=GREY, label="of the step: 0, and none at x = 0")
    right.set(xlabel="x", ylabel="slope", ylim=(-0.02, 0.32))
    at = X[np.argmax(own["slope"])]
    title(right, f"Its slope is at most {own['slope'].max():.3g}, at x = {at:.2g}")
    legend(right)
