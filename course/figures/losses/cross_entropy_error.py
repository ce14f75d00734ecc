"""−log y: what cross-entropy charges for the probability of the right class."""

import numpy as np

from course.figures.pens import DARK, curve, panels, title

Y = np.linspace(0.005, 1.0, 200)
EXAMPLES = np.array([0.6, 0.1])  # of the two predictions in the chapter


def measure(module):
    def loss(y):
        return module.cross_entropy_error(np.array([y, 1 - y]), np.array([1.0, 0.0]))

    return {"loss": [loss(y) for y in Y], "examples": [loss(y) for y in EXAMPLES]}


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, width=8.5, height=4.6)
    curve(axes, Y, reference["loss"], yours and yours["loss"])
    high, low = (yours or reference)["examples"]
    for y, loss in zip(EXAMPLES, (high, low), strict=True):
        axes.plot(y, loss, "o", color=DARK)
        axes.annotate(f"y = {y}: {loss:.3f}", (y, loss), (8, 8), textcoords="offset points")
    axes.set(
        xlabel="y, the predicted probability of the right class",
        ylabel="loss, −log y",
        xlim=(0, 1.03),
        ylim=(-0.1, 5.5),
    )
    title(axes, f"At y = 0.1 the loss is {low:.3g}, at y = 0.6 it is {high:.3g}")
