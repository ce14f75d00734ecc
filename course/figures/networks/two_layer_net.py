"""A spiral of three arms, and what a network of two layers makes of it, epoch by epoch."""

import numpy as np

from course.figures.networks import regions
from course.figures.pens import headline, panels, title
from solutions.optimizers.adam import Adam

REACH = 1.15
ARM = 50  # points
HIDDEN = 24
EPOCHS = (0, 20, 60, 120, 250, 500)
LR = 0.1
BESIDE = "Coloured: what your network decides. Grey lines: where the reference's regions end."


def spiral():
    """Points (3 · ARM, 2) and their arms."""
    rng = np.random.default_rng(0)
    t = np.repeat(np.arange(3), ARM)
    radius = np.tile(np.linspace(0.05, 1, ARM), 3)
    angle = 2 * np.pi * t / 3 + 4 * radius + 0.12 * rng.standard_normal(3 * ARM)
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), t


def measure(module):
    """classes (epochs, cells), loss and accuracy (epochs,)"""
    x, t = spiral()
    net = module.TwoLayerNet(2, HIDDEN, 3, weight_init_std=1.0, rng=np.random.default_rng(1))
    params = net.params
    optimizer = Adam(LR)
    classes, losses, accuracies = [], [], []
    for epoch in range(EPOCHS[-1] + 1):
        if epoch in EPOCHS:
            classes.append(np.argmax(net.predict(regions.plane(REACH)), axis=1))
            losses.append(net.loss(x, t))
            accuracies.append(net.accuracy(x, t))
        optimizer.update(params, net.gradient(x, t))
    return {"classes": classes, "loss": losses, "accuracy": accuracies}


def draw(figure, reference, yours):
    own = yours or reference
    first, last = own["accuracy"][[0, -1]]
    headline(figure, f"The spiral: {first:.0%} of its points right at first, {last:.0%} at the end")
    for number, axes in enumerate(panels(figure, len(EPOCHS), 3, 3.9, 4.3, 3.7)):
        boundary = yours and reference["classes"][number]
        regions.draw(axes, own["classes"][number], *spiral(), REACH, boundary)
        axes.set(xlabel="x₀", ylabel="x₁")
        loss, accuracy = own["loss"][number], own["accuracy"][number]
        title(axes, f"Epoch {EPOCHS[number]}: loss {loss:.2g}, {accuracy:.0%} right")
