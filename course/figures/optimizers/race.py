"""All optimizers on a long valley and on the digits; one of them is the learner's."""

from functools import cache

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SameArrays, batches, digits
from course.figures.pens import (
    SMOOTHED,
    colour,
    headline,
    legend,
    noisy,
    panels,
    path,
    smooth,
    style,
    title,
)
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
    """The loss of each batch before the step that is taken with it, (iterations,)."""
    (x, t), _ = digits()
    net = MultiLayerNet(PIXELS, [50, 50], CLASSES, rng=np.random.default_rng(1))
    arrays = SameArrays()
    losses = []
    for x_batch, t_batch in batches(x, t, BATCH_SIZE, ITERATIONS):
        losses.append(net.loss(x_batch, t_batch))
        optimizer.update(net.params, arrays.dict(net.gradient(x_batch, t_batch)))
    return np.array(losses)


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


def runs(name, reference, yours):
    """The path and the losses of all six: yours, or the reference's, where they are the named."""
    own = yours or reference
    return {
        other: (own["path"], own["losses"]) if other == name else reference_run(other)
        for other in RACERS
    }


def draw(name, figure, reference, yours):
    """The named optimizer in front, the references of the others behind it."""
    left, right = panels(figure, 2, 2, 6.2, 5.6, 4.6)
    own = yours or reference
    cls = RACERS[name][0].__name__
    missed = np.sqrt(np.sum(own["path"][-1] ** 2))
    last = {other: np.mean(losses[-9:]) for other, (_, losses) in runs(name, own, None).items()}
    place = sorted(last.values()).index(last[name]) + 1 if np.isfinite(last[name]) else 6
    headline(figure, f"{cls} on the digits: a loss of {last[name]:.2g}, place {place} of 6")
    draw_valley(left, name, reference, yours)
    title(left, f"{cls} ends {missed:.2g} from the lowest point after {VALLEY_STEPS} steps")
    for number, (other, (each, _, lr)) in enumerate(RACERS.items()):
        label = f"{each.__name__}, {lr}"
        if other == name:
            both = reference["losses"], yours and yours["losses"]
            noisy(right, np.arange(ITERATIONS), *both, number, label)
        else:
            curve_behind(right, smooth(reference_run(other)[1]), number, label)
    right.set(xlabel=f"steps, {BATCH_SIZE} digits each")
    right.set(ylabel="loss of the batch", xlim=(-3, ITERATIONS), ylim=(0, 3.0))
    starts = {round(float(losses[0]), 6) for _, losses in runs(name, own, None).values()}
    equal = "All six start" if len(starts) == 1 else "The others start"
    start = reference["losses"][0]
    title(right, f"{equal} at a loss of {start:.3g}; {cls} comes to {last[name]:.2g}")
    legend(right, 2, f"learning rate; {SMOOTHED}")


def draw_valley(axes, name, reference, yours, points=None):
    """The first points of all paths, all of them if points is None."""
    x, y = np.meshgrid(np.linspace(-9, 9, 80), np.linspace(-4, 4, 80))
    levels = [0.5, 1, 2, 4, 8, 16]
    axes.contour(x, y, x**2 / 20 + y**2, levels, colors="#AAAAAA", linewidths=0.6)
    for number, (other, (cls, lr, _)) in enumerate(RACERS.items()):
        label = f"{cls.__name__}, {lr}"
        if other == name:
            own = yours and yours["path"][:points]
            known = reference["path"][:points]
            path(axes, known, own, number, label, marker="o", markersize=3.5)
            axes.plot(*(known if own is None else own)[-1], "o", color=colour(number), markersize=9)
        else:
            way = reference_run(other)[0][:points]
            curve_behind(axes, way.T[1], number, label, way.T[0])
    axes.plot(0, 0, "+", color="#222222", markersize=12)
    axes.set(xlabel="x", ylabel="y; contours of x²/20 + y²", xlim=(-9, 9), ylim=(-4, 4))
    legend(axes, 2, "learning rate")


def curve_behind(axes, y, number, label, x=None):
    """A reference of another optimizer."""
    x = np.arange(len(y)) if x is None else x
    axes.plot(x, y, **{**style(number), "linewidth": 1.2, "alpha": 0.8}, label=label)


def animate(name, figure, reference, yours):
    """One more step of all six in each frame, and the last one for a while."""
    figure.set_size_inches(6.4, 5.6)
    for step in [*range(VALLEY_STEPS + 1), *[VALLEY_STEPS] * 8]:
        figure.clear()
        axes = figure.subplots()
        draw_valley(axes, name, reference, yours, step + 1)
        title(axes, f"{RACERS[name][0].__name__} (large dot) and five others: step {step}")
        yield


FRAMES = VALLEY_STEPS + 9
