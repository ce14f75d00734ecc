"""The capstone: its gradient checked layer by layer, and the digits that it learns to read."""

import numpy as np

from course.figures.backpropagation import slopes
from course.figures.digits import CLASSES, PIXELS, batches, digits
from course.figures.pens import SMOOTHED, headline, legend, noisy, panels, title
from course.figures.training import reading

DEADLINE = 10.0
HIDDEN = [40, 30]
ITERATIONS = 250
BATCH_SIZE = 60
LR = 0.2
NAMES = ("W1", "b1", "gamma1", "beta1", "W2", "b2", "gamma2", "beta2", "W3", "b3")
BESIDE = "Strong lines, and all digits and weights: your network. Pale: the reference."


def measure(module):
    """errors (parameters,); loss (ITERATIONS,), before each step; what is learned"""
    (x, t), (x_test, _) = digits()
    net = module.MultiLayerNet(PIXELS, HIDDEN, CLASSES, rng=np.random.default_rng(0))
    params = net.params
    losses = []
    for x_batch, t_batch in batches(x, t, BATCH_SIZE, ITERATIONS):
        losses.append(net.loss(x_batch, t_batch))
        grads = net.gradient(x_batch, t_batch)
        for key in params:
            params[key] -= LR * grads[key]
    scores = np.asarray(net.predict(x_test))
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return {
        "errors": check(module),
        "loss": losses,
        "probabilities": odds / odds.sum(axis=1, keepdims=True),
        "weights": params["W1"],
    }


def check(module):
    """The error of each parameter's gradient in a small network with batch norm and decay."""
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((6, 4)), np.arange(6) % 3
    net = module.MultiLayerNet(
        4, [5, 4], 3, weight_decay_lambda=0.1, use_batchnorm=True, activation="sigmoid", rng=rng
    )
    params, grads = net.params, net.gradient(x, t)

    def loss():
        return net.loss(x, t, True)

    return [slopes.error(grads[name], slopes.measured(loss, params[name])) for name in NAMES]


def draw(figure, reference, yours):
    own = yours or reference
    left, right, *pictures = panels(figure, 6, 2, 5.8, 4.7, reading.NARROW_HEIGHTS)
    good = np.sum(reading.right(own["probabilities"]))
    headline(figure, f"The network reads {good} of {len(own['probabilities'])} test digits")
    steps = np.arange(ITERATIONS)
    noisy(left, steps, reference["loss"], yours and yours["loss"], 0, SMOOTHED)
    left.set(xlabel=f"steps, {BATCH_SIZE} digits each", ylabel="loss of the batch", ylim=(0, 2.9))
    title(left, f"The loss goes from {own['loss'][0]:.2f} to {np.mean(own['loss'][-9:]):.2f}")
    legend(left, 1)
    slopes.draw_bars(right, NAMES, reference, yours)
    reading.draw(pictures, own["probabilities"], own["weights"])
