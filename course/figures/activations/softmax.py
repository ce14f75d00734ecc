"""Softmax of three scores while one of them grows."""

import numpy as np

from course.figures.pens import curve

SCORES = np.linspace(-4, 6, 101)
OTHERS = (0.0, 1.0)


def measure(module):
    rows = np.array([[score, *OTHERS] for score in SCORES])
    return {"probabilities": module.softmax(rows)}


def draw(figure, reference, yours):
    axes = figure.subplots()
    names = ("of the score that grows", *(f"of the score {score:g}" for score in OTHERS))
    for number, name in enumerate(names):
        own = yours and yours["probabilities"][:, number]
        curve(axes, SCORES, reference["probabilities"][:, number], own, number, name)
    axes.set(
        title="Softmax: what one class wins, the others lose",
        xlabel="the score that grows",
        ylabel="probability",
        ylim=(-0.03, 1.03),
    )
    axes.legend(loc="center left")
