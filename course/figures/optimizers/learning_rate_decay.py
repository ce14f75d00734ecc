"""Three ways for the learning rate to fall."""

import numpy as np

from course.figures.pens import curve

EPOCHS = np.arange(61)
LR = 0.1


def measure(module):
    return {
        "inverse": [module.inverse_time_decay(LR, 0.1, int(epoch)) for epoch in EPOCHS],
        "step": [module.step_decay(LR, 0.5, 15, int(epoch)) for epoch in EPOCHS],
        "exponential": [module.exponential_decay(LR, 0.05, int(epoch)) for epoch in EPOCHS],
    }


def draw(figure, reference, yours):
    axes = figure.subplots()
    names = {
        "inverse": "inverse time, decay rate 0.1",
        "step": "half of it every 15 epochs",
        "exponential": "exponential, decay rate 0.05",
    }
    for number, (name, label) in enumerate(names.items()):
        curve(axes, EPOCHS, reference[name], yours and yours[name], number, label)
    axes.set(
        title="Large steps at first, small ones near the end",
        xlabel="epoch",
        ylabel="learning rate",
        ylim=(0, 1.05 * LR),
    )
    axes.legend()
