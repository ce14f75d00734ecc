"""Softmax of three scores while one of them grows."""

import numpy as np

from course.figures.pens import curve, legend, panels, title

SCORES = np.linspace(-4, 6, 101)
OTHERS = (0.0, 1.0)


def measure(module):
    rows = np.array([[score, *OTHERS] for score in SCORES])
    return {"probabilities": module.softmax(rows)}


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, 8.5, 5.2)
    names = ("of the score that grows", *(f"of the score {score:g}" for score in OTHERS))
    for number, name in enumerate(names):
        own = yours and yours["probabilities"][:, number]
        curve(axes, SCORES, reference["probabilities"][:, number], own, number, name)
    axes.set(xlabel="the score that grows", ylabel="probability", ylim=(-0.03, 1.03))
    values = (yours or reference)["probabilities"]
    sums = values.sum(axis=1)
    low, high = f"{sums.min():.3g}", f"{sums.max():.3g}"
    total = f"all sum to {low}" if low == high else f"their sum is {low} to {high}"
    title(
        axes,
        f"One probability goes from {values[0, 0]:.2g} to {values[-1, 0]:.3g}; {total}",
    )
    legend(axes, 3)
