"""A network without biases learns three clusters of points."""

import numpy as np

from course.figures.networks import regions
from course.figures.pens import headline, panels, title

REACH = 1.6
STEPS = (0, 5, 60)
LR = 1.0
BESIDE = "Coloured: what your network decides. Grey lines: where the reference's regions end."


def points():
    """60 points (60, 2) around three middles, and their classes."""
    rng = np.random.default_rng(0)
    middles = np.array([[-0.9, -0.5], [0.9, -0.5], [0.0, 1.0]])
    t = np.arange(60) % 3
    return middles[t] + 0.25 * rng.standard_normal((60, 2)), t


def measure(module):
    """classes (steps, cells), loss and accuracy (steps,) after so many steps"""
    x, t = points()
    net = module.SimpleNet(np.random.default_rng(4))
    classes, losses, accuracies = [], [], []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            classes.append(np.argmax(net.predict(regions.plane(REACH)), axis=1))
            losses.append(net.loss(x, t))
            accuracies.append(np.mean(np.argmax(net.predict(x), axis=1) == t))
        net.W = net.W - LR * net.gradient(x, t)
    return {"classes": classes, "loss": losses, "accuracy": accuracies}


def draw(figure, reference, yours):
    own = yours or reference
    headline(
        figure, f"{STEPS[-1]} steps: from {own['accuracy'][0]:.0%} to {own['accuracy'][-1]:.0%}"
        " of the points right"
    )  # fmt: skip
    for number, axes in enumerate(panels(figure, len(STEPS), 3, 4.0, 4.6, 3.7)):
        boundary = yours and reference["classes"][number]
        regions.draw(axes, own["classes"][number], *points(), REACH, boundary)
        axes.set(xlabel="x₀", ylabel="x₁")
        title(axes, f"After {STEPS[number]} steps: loss {own['loss'][number]:.3g}")
