"""All optimizers on a long valley and on the digits; one of them is the learner's."""

from functools import cache

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays, batches, digits, smooth
from course.figures.pens import curve, path, style
from solutions.backpropagation.multi_layer_net import MultiLayerNet
from solutions.optimizers.adagrad import AdaGrad
from solutions.optimizers.adam import Adam
from solutions.optimizers.momentum import Momentum
from solutions.optimizers.nesterov import Nesterov
from solutions.optimizers.rmsprop import RMSProp
from solutions.optimizers.sgd import SGD

# Class, learning rate in the valley and on the digits.
RACERS = {
    "sgd": (SGD, 0.95, 0.01),
    "momentum": (Momentum, 0.1, 0.01),
    "nesterov": (Nesterov, 0.1, 0.01),
    "adagrad": (AdaGrad, 1.5, 0.01),
    "rmsprop": (RMSProp, 0.1, 0.001),
    "adam": (Adam, 0.3, 0.001),
}
VALLEY_STEPS = 30
ITERATIONS = 200
BATCH_SIZE = 100


def walk(optimizer):
    """The points that an optimizer visits on x²/20 + y², (steps + 1, 2)."""
    point = {"x": np.array([-7.0]), "y": np.array([2.0])}
    visited = [(-7.0, 2.0)]
    arrays = SameArrays()
    for _ in range(VALLEY_STEPS):
        optimizer.update(point, arrays.dict({"x": point["x"] / 10, "y": 2 * point["y"]}))
        visited.append((point["x"][0], point["y"][0]))
    return np.array(visited)


def learn(optimizer):
    """The loss of each iteration on the digits, (iterations,)."""
    (x, t), _ = digits()
    net = MultiLayerNet(PIXELS, [50, 50], CLASSES, rng=np.random.default_rng(1))
    arrays = SameArrays()
    losses = []
    for x_batch, t_batch in batches(x, t, BATCH_SIZE, ITERATIONS):
        optimizer.update(net.params, arrays.dict(net.gradient(x_batch, t_batch)))
        losses.append(net.loss(x_batch, t_batch))
    return smooth(losses)


@cache
def reference_run(name):
    """A reference's path and losses."""
    cls, valley_lr, digits_lr = RACERS[name]
    return walk(cls(lr=valley_lr)), learn(cls(lr=digits_lr))


def measure(name, module):
    """What module's optimizer does in the valley and on the digits."""
    cls, valley_lr, digits_lr = RACERS[name]
    optimizer = getattr(module, cls.__name__)
    return {"path": walk(optimizer(lr=valley_lr)), "losses": learn(optimizer(lr=digits_lr))}


def draw(name, figure, reference, yours):
    """The named optimizer in front, the references of the others behind it."""
    figure.set_size_inches(12.5, 5)
    left, right = figure.subplots(1, 2)
    x, y = np.meshgrid(np.linspace(-9, 9, 80), np.linspace(-6.5, 3.5, 80))
    left.contour(x, y, x**2 / 20 + y**2, [0.5, 1, 2, 4, 8, 16], colors="#CCCCCC", linewidths=0.8)
    for number, (other, (cls, valley_lr, digits_lr)) in enumerate(RACERS.items()):
        in_valley, on_digits = f"{cls.__name__}, {valley_lr}", f"{cls.__name__}, {digits_lr}"
        if other == name:
            own = yours and yours["path"]
            path(left, reference["path"], own, number, in_valley, marker="o", markersize=3.5)
            own = yours and yours["losses"]
            curve(right, np.arange(ITERATIONS), reference["losses"], own, number, on_digits)
        else:
            faint = {**style(number), "linewidth": 1.2, "alpha": 0.8}
            points, losses = reference_run(other)
            left.plot(*points.T, **faint, label=in_valley)
            right.plot(losses, **faint, label=on_digits)
    left.plot(0, 0, "+", color="black", markersize=12)
    left.set(
        title=f"{VALLEY_STEPS} steps on x²/20 + y² from (−7, 2)",
        xlabel="x",
        ylabel="y",
        xlim=(-9, 9),
        ylim=(-6.5, 3.5),
    )
    left.legend(title="learning rate", ncols=3, loc="lower center")
    right.set(
        title="Learning the digits",
        xlabel=f"iteration, {BATCH_SIZE} digits each",
        ylabel="loss of the batch",
        ylim=(0, 3.9),
    )
    right.legend(title="learning rate", ncols=2, loc="upper right")
