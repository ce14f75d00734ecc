"""Three ways for the learning rate to fall."""

import numpy as np

from course.figures.pens import curve, legend, panels, title

EPOCHS = np.arange(61)
LR = 0.1
# What is drawn, and whether it stays as it is from one epoch to the next and then jumps.
NAMES = {
    "inverse": ("inverse time, decay rate 0.1", "default"),
    "step": ("half of it every 15 epochs", "steps-post"),
    "exponential": ("exponential, decay rate 0.05", "default"),
}


def measure(module):
    return {
        "inverse": [module.inverse_time_decay(LR, 0.1, int(epoch)) for epoch in EPOCHS],
        "step": [module.step_decay(LR, 0.5, 15, int(epoch)) for epoch in EPOCHS],
        "exponential": [module.exponential_decay(LR, 0.05, int(epoch)) for epoch in EPOCHS],
    }


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, 8.5, 5.4, 4.2)
    for number, (name, (label, shape)) in enumerate(NAMES.items()):
        both = reference[name], yours and yours[name]
        curve(axes, EPOCHS, *both, number, label, drawstyle=shape)
    axes.set(xlabel="epoch", ylabel="learning rate", ylim=(0, 1.05 * LR))
    ends = ", ".join(f"{(yours or reference)[name][-1]:.2g}" for name in NAMES)
    title(axes, f"From {LR} to {ends} after {EPOCHS[-1]} epochs")
    legend(axes, 2)
