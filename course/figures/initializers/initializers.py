"""The digits, learned by the same network from three kinds of initial weights."""

import numpy as np

from course.figures.digits import CLASSES, PIXELS, batches, digits
from course.figures.pens import SMOOTHED, legend, noisy, panels, title
from solutions.backpropagation.multi_layer_net import MultiLayerNet
from solutions.optimizers.sgd import SGD

HIDDEN = [50, 50, 50, 50]
ITERATIONS = 250
BATCH_SIZE = 100
LR = 0.05
NAMES = {"normal": "normal, std 0.01", "xavier": "Xavier", "he": "He"}


def measure(module):
    def normal_init(n_in, n_out, rng):
        return module.normal_init(n_in, n_out, 0.01, rng)

    inits = {"normal": normal_init, "xavier": module.xavier_init, "he": module.he_init}
    return {name: learn(init) for name, init in inits.items()}


def learn(init):
    """The loss of each batch before its step, of a network that begins with init's weights."""
    net = MultiLayerNet(PIXELS, HIDDEN, CLASSES, rng=np.random.default_rng(0))
    for number, (key, array) in enumerate(net.params.items()):
        if key.startswith("W"):
            array[...] = init(*array.shape, np.random.default_rng(number))
    (x, t), _ = digits()
    optimizer = SGD(LR)
    losses = []
    for x_batch, t_batch in batches(x, t, BATCH_SIZE, ITERATIONS):
        losses.append(net.loss(x_batch, t_batch))
        optimizer.update(net.params, net.gradient(x_batch, t_batch))
    return losses


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, 8.5, 5.4, 4.4)
    for number, (name, label) in enumerate(NAMES.items()):
        both = reference[name], yours and yours[name]
        noisy(axes, np.arange(ITERATIONS), *both, number, label)
    axes.set(xlabel=f"steps of SGD, {BATCH_SIZE} digits each", ylabel="loss of the batch")
    axes.set_ylim(0, 2.8)
    own = yours or reference
    ends = [f"{np.mean(own[name][-9:]):.2g} ({label})" for name, label in NAMES.items()]
    title(axes, f"Losses of {len(HIDDEN)} layers of ReLU at the end: {', '.join(ends)}")
    legend(axes, 3, SMOOTHED)
