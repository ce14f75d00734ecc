"""Random search for a learning rate and a weight decay: where the good ones lie."""

import numpy as np

from course.figures.digits import CLASSES, PIXELS, batches, digits
from course.figures.pens import curve, headline, legend, panels, title
from solutions.backpropagation.multi_layer_net import MultiLayerNet
from solutions.optimizers.sgd import SGD
from solutions.tuning.validation_split import validation_split

RANGES = {"learning rate": (1e-3, 1.0), "weight decay": (1e-5, 1e-1)}
TRIALS = 40
BEST = 5
SPANS = 8
SPAN = 12  # iterations, after which the validation accuracy is taken


def measure(module):
    """trials (TRIALS, 3): score and parameters, best first; curves (BEST, SPANS)."""
    curves = {}

    def evaluate(parameters):
        """The accuracy on the validation digits after a short training"""
        setting = tuple(parameters[name] for name in RANGES)
        curves[setting] = train(*setting)
        return float(curves[setting][-1])

    rng = np.random.default_rng(0)
    results = module.random_search(evaluate, RANGES, TRIALS, rng)
    trials = [(score, *(parameters[name] for name in RANGES)) for score, parameters in results]
    return {"trials": trials, "curves": [curves[tuple(trial[1:])] for trial in trials[:BEST]]}


def train(learning_rate, weight_decay):
    """The accuracy on the validation digits after each span of iterations."""
    (x, t), _ = digits()
    x, t, x_val, t_val = validation_split(x[:500], t[:500], 0.2, np.random.default_rng(0))
    net = MultiLayerNet(
        PIXELS, [50], CLASSES, weight_decay_lambda=weight_decay, rng=np.random.default_rng(0)
    )
    optimizer = SGD(learning_rate)
    accuracies = []
    for step, batch in enumerate(batches(x, t, 100, SPANS * SPAN)):
        optimizer.update(net.params, net.gradient(*batch))
        if step % SPAN == SPAN - 1:
            accuracies.append(net.accuracy(x_val, t_val))
    return accuracies


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, 6.2, 5.8, 4.6)
    score, learning_rate, weight_decay = (yours or reference)["trials"].T
    headline(
        figure,
        f"The best of {TRIALS} random settings reads {score[0]:.0%} of the validation digits, "
        f"the median one {np.median(score):.0%}",
    )
    if yours is not None:
        left.scatter(*reference["trials"].T[1:], 130, color="#BBBBBB", label="the reference's")
    label = "yours" if yours else "trials"
    points = left.scatter(
        learning_rate, weight_decay, c=score, vmin=0, vmax=1, edgecolor="#222222", label=label
    )
    figure.colorbar(points, ax=left, label="validation accuracy")
    left.set(xlabel="learning rate", ylabel="weight decay λ", xscale="log", yscale="log")
    rates = learning_rate[:BEST]
    title(left, f"The {BEST} best learning rates: {rates.min():.2g} to {rates.max():.2g}")
    legend(left)
    iterations = SPAN * np.arange(1, SPANS + 1)
    for number in range(BEST):
        own = yours and yours["curves"][number]
        label = f"learning rate {learning_rate[number]:.2g}, λ {weight_decay[number]:.1g}"
        curve(right, iterations, reference["curves"][number], own, number, label)
    right.set(xlabel="iteration", ylabel="validation accuracy", ylim=(0.5, 1.01))
    ends = (yours or reference)["curves"][:, -1]
    title(right, f"The {BEST} best end between {ends.min():.0%} and {ends.max():.0%}")
    legend(right, 1)
