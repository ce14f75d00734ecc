"""The squared error of two classes, beside the cross-entropy of the same prediction."""

import numpy as np

from course.figures.pens import GREY, curve, legend, panels, title

Y = np.linspace(0, 1, 101)


def measure(module):
    t = np.array([1.0, 0.0])
    batch = np.array([[0.8, 0.2], [0.4, 0.6], [0.1, 0.9]])
    return {
        "error": [module.sum_squares_error(np.array([y, 1 - y]), t) for y in Y],
        "batch": module.sum_squares_error(batch, np.array([t, t, t])),
    }


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, width=8.5, height=5.2)
    own = yours or reference
    curve(axes, Y, reference["error"], yours and yours["error"], 0, "sum_squares_error")
    axes.plot(Y[2:], -np.log(Y[2:]), "--", color=GREY, label="cross-entropy, for comparison")
    axes.set(xlabel="y, the predicted probability of the right class", ylabel="error")
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.1, 3.9))
    title(axes, f"The squared error of a sure and wrong prediction is {own['error'][0]:.3g}")
    legend(axes)
