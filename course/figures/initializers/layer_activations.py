"""What five layers make of normal inputs, for four ways to begin and three activations."""

from functools import partial

import numpy as np

from course.figures.pens import colour
from solutions.activations.relu import relu
from solutions.activations.sigmoid import sigmoid
from solutions.initializers.initializers import he_init, normal_init, xavier_init

INITS = {
    "std 1": partial(normal_init, std=1.0),
    "std 0.01": partial(normal_init, std=0.01),
    "Xavier": xavier_init,
    "He": he_init,
}
# Function, range of the histograms.
ACTIVATIONS = {"sigmoid": (sigmoid, (0, 1)), "tanh": (np.tanh, (-1, 1)), "ReLU": (relu, (0, 4))}
LAYERS = 5
BINS = 24


def measure(module):
    """Histograms (inits, activations, layers, bins); the outer bins take what lies beyond."""
    return {
        "counts": [
            [histograms(module, init, *activation) for activation in ACTIVATIONS.values()]
            for init in INITS.values()
        ]
    }


def histograms(module, init, activation, limits):
    x = np.random.default_rng(0).standard_normal((300, 100))
    own_rng = np.random.default_rng(1)  # a learner's generator cannot be used from here

    def begin(n_in, n_out, rng):
        """Initial weights"""
        return init(n_in, n_out, rng=own_rng)

    def activate(a):
        """An activation function"""
        return activation(a)

    layers = module.layer_activations(x, begin, activate, LAYERS, np.random.default_rng(2))
    return [np.histogram(np.clip(layer, *limits), BINS, limits)[0] for layer in layers]


def draw(figure, reference, yours):
    figure.set_size_inches(11, 12)
    figure.suptitle("Activations of five layers with 100 units each")
    figure.get_layout_engine().set(wspace=0.05)
    panels = figure.subplots(len(INITS), len(ACTIVATIONS))
    for row, init in enumerate(INITS):
        for column, (activation, (_, limits)) in enumerate(ACTIVATIONS.items()):
            axes = panels[row, column]
            edges = np.linspace(*limits, BINS + 1)
            for layer in range(LAYERS):
                base = LAYERS - 1 - layer
                at = row, column, layer
                ridge(axes, edges, base, reference["counts"][at], yours and yours["counts"][at])
            axes.set(
                title=f"{activation}, {init}",
                xlabel="activation (4 and more)" if activation == "ReLU" else "activation",
                xlim=limits,
                ylim=(-0.1, LAYERS + 0.05),
                yticks=range(LAYERS),
                yticklabels=[f"layer {layer}" for layer in range(LAYERS, 0, -1)],
            )
            axes.label_outer(remove_inner_ticks=False)
            axes.grid(visible=False, axis="x")


def ridge(axes, edges, base, reference, yours):
    """One layer's histogram on a base line of its own.

    The first bin is cut off at the height of the tallest other one, because ReLU's zeros are there.
    """
    for values, tone in ((reference, {"alpha": 0.35, "fill": True}), (yours, {"linewidth": 1.2})):
        if values is not None:
            tallest = values[1:].max() or values[0]
            heights = 0.85 * np.minimum(values, tallest) / tallest
            axes.stairs(base + heights, edges, baseline=base, color=colour(0), **tone)
