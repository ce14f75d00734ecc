"""ReLU and its slope, which jumps."""

import numpy as np

from course.figures.pens import curve, legend, panels, title

X = np.linspace(-4, 4, 161)
RIGHT_OF_0 = 1e-9


def measure(module):
    return {
        "relu": module.relu(X.copy()),
        "left": module.relu_grad(X[X <= 0]),
        "right": module.relu_grad(np.maximum(X[X >= 0], RIGHT_OF_0)),
    }


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, 8.5, 5.2)
    own = yours or reference
    curve(axes, X, reference["relu"], yours and yours["relu"], 0, "relu")
    curve(axes, X[X <= 0], reference["left"], yours and yours["left"], 1, "relu_grad")
    curve(axes, X[X >= 0], reference["right"], yours and yours["right"], 1)
    axes.plot(0, own["left"][-1], "o", color="#222222")
    axes.plot(0, own["right"][0], "o", color="#222222", markerfacecolor="#FFFFFF")
    axes.set(xlabel="x", ylabel="value", ylim=(-0.3, 4.2))
    at, beyond = own["left"][-1], own["right"][0]
    change = "jumps to" if at != beyond else "stays"
    title(axes, f"The slope is {at:.3g} at x = 0 and {change} {beyond:.3g} beyond it")
    legend(axes)
