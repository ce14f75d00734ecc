"""A network too large for 300 digits, some with wrong labels, and how its accuracies are drawn."""

from functools import cache

import numpy as np

from course.figures.digits import CLASSES, batches, digits
from course.figures.pens import curve, headline, legend, panels, title

TRAIN_SIZE = 300
WRONG_LABELS = 0.2  # of the training digits: what is learned by heart does harm
HIDDEN = [50, 50]
WEIGHT_STD = 0.5  # large weights to begin with: they fit all there is to fit
LR = 0.1
BATCH_SIZE = 60
SPANS = 15  # after each of which the accuracies are taken
SPAN = 40  # iterations
CLAIM = "{name}: the gap between training and test goes from {before:.1f} to {after:.1f} points"


@cache
def train_data():
    """300 digits and their labels, of which a fifth is another digit's."""
    (x, t), _ = digits()
    x, t = x[:TRAIN_SIZE], t[:TRAIN_SIZE].copy()
    rng = np.random.default_rng(3)
    wrong = rng.random(TRAIN_SIZE) < WRONG_LABELS
    t[wrong] = (t[wrong] + rng.integers(1, CLASSES, np.sum(wrong))) % CLASSES
    return x, t


def accuracies(learn, accuracy):
    """Train and take accuracies, (2, SPANS + 1), before and after each span: training, test.

    learn(x, t): take a step with this batch; accuracy(x, t).
    """
    train, test = train_data(), digits()[1]
    taken = [(accuracy(*train), accuracy(*test))]
    for step, (x, t) in enumerate(batches(*train, BATCH_SIZE, SPANS * SPAN)):
        learn(x, t)
        if step % SPAN == SPAN - 1:
            taken.append((accuracy(*train), accuracy(*test)))
    return np.transpose(taken)


def gap(values):
    """By how many points of a hundred the training digits are ahead at the end."""
    return 100 * (values[0, -1] - values[1, -1])


def draw(name, without, figure, reference, yours):
    """Two panels: without the remedy, which needs no code of the learner's, and with it."""
    own = (yours or reference)["accuracies"]
    headline(figure, CLAIM.format(name=name, before=gap(without), after=gap(own)))
    iterations = SPAN * np.arange(SPANS + 1)
    both = reference["accuracies"], yours and yours["accuracies"]
    sides = ("Nothing against overfitting", without, None), (name, *both)
    both_axes = panels(figure, 2, 2, 5.6, 5.2, 4.0)
    for axes, (heading, values, mine) in zip(both_axes, sides, strict=True):
        names = (f"training digits, {WRONG_LABELS:.0%} labelled wrong", "test digits")
        for number, label in enumerate(names):
            one = None if mine is None else mine[number]
            curve(axes, iterations, values[number], one, number, label)
        axes.set(xlabel="iteration", ylabel="accuracy", ylim=(0, 1.02))
        train, test = (values if mine is None else mine)[:, -1]
        title(axes, f"{heading}: {train:.1%} of the training and {test:.1%} of the test digits")
        legend(axes, 1)
