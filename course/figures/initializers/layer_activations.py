"""What five layers make of normal inputs, for four ways to begin and three activations."""

from functools import partial

import numpy as np

from course.figures.pens import colour, headline, is_narrow, title
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
SAMPLES = 100
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
    x = np.random.default_rng(0).standard_normal((SAMPLES, 100))
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
    figure.set_size_inches(*((3.7, 8.4) if is_narrow() else (11, 12)))
    counts = (yours or reference)["counts"]
    xavier, he = counts[2, 1, -1], counts[3, 2, -1]
    headline(
        figure,
        f"Layer 5 uses {in_use(xavier)} of {BINS} bins with tanh and Xavier, "
        f"{in_use(he)} with ReLU and He",
    )
    panels = figure.subplots(len(INITS), len(ACTIVATIONS))
    for row, init in enumerate(INITS):
        for column, (activation, (_, limits)) in enumerate(ACTIVATIONS.items()):
            axes = panels[row, column]
            edges = np.linspace(*limits, BINS + 1)
            for layer in range(LAYERS):
                base = LAYERS - 1 - layer
                at = row, column, layer
                ridge(axes, edges, base, reference["counts"][at], yours and yours["counts"][at])
            label = "activation (4 and more)" if activation == "ReLU" else "activation"
            axes.set(
                xlabel="" if is_narrow() else label,
                xlim=limits,
                ylim=(-0.1, LAYERS + 0.05),
                yticks=range(LAYERS),
                yticklabels=[f"layer {layer}" for layer in range(LAYERS, 0, -1)],
            )
            between = "\n" if is_narrow() else ", "
            axes.set_title(f"{activation}{between}{init}")
            axes.label_outer(remove_inner_ticks=False)
            axes.grid(visible=False, axis="x")


def in_use(counts):
    """How many bins hold at least one activation of a thousand."""
    return np.sum(counts >= counts.sum() / 1000)


# The picture that moves: tanh while the standard deviation of the weights grows.
STDS = np.geomspace(0.01, 1.0, 36)
FRAMES = len(STDS)


def measure_motion(module):
    """Histograms (stds, layers, bins)"""
    inits = [partial(normal_init, std=std) for std in STDS]
    return {"counts": [histograms(module, init, *ACTIVATIONS["tanh"]) for init in inits]}


def animate(figure, reference, yours):
    """One standard deviation in each frame."""
    figure.set_size_inches(6, 5)
    edges = np.linspace(*ACTIVATIONS["tanh"][1], BINS + 1)
    for number, std in enumerate(STDS):
        figure.clear()
        axes = figure.subplots()
        for layer in range(LAYERS):
            at = number, layer
            ridge(
                axes, edges, LAYERS - 1 - layer, reference["counts"][at],
                yours and yours["counts"][at],
            )  # fmt: skip
        axes.set(xlabel="activation", xlim=edges[[0, -1]], ylim=(-0.1, LAYERS + 0.05))
        names = [f"layer {layer}" for layer in range(LAYERS, 0, -1)]
        axes.set(yticks=range(LAYERS), yticklabels=names)
        title(axes, f"tanh of five layers of 100 units; weights of std {std:.3f} (Xavier: 0.1)")
        yield


def ridge(axes, edges, base, reference, yours):
    """One layer's histogram on a base line of its own.

    The first bin is cut off at the height of the tallest other one, because ReLU's zeros are there.
    """
    for values, tone in ((reference, {"alpha": 0.35, "fill": True}), (yours, {"linewidth": 1.2})):
        if values is not None:
            tallest = values[1:].max() or values[0]
            heights = 0.85 * np.minimum(values, tallest) / tallest
            axes.stairs(base + heights, edges, baseline=base, color=colour(0), **tone)
