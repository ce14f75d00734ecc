"""A network too large for 300 digits, and how its accuracies are drawn."""

import numpy as np

from course.figures.digits import batches, digits
from course.figures.pens import curve

TRAIN_SIZE = 300
HIDDEN = [50, 50]
WEIGHT_STD = 0.5  # large weights to begin with: they fit all there is to fit
LR = 0.1
BATCH_SIZE = 60
SPANS = 10  # after each of which the accuracies are taken
SPAN = 30  # iterations


def train_data():
    (x, t), _ = digits()
    return x[:TRAIN_SIZE], t[:TRAIN_SIZE]


def accuracies(learn, accuracy):
    """Train and take accuracies, (2, SPANS): on the training and on the test digits.

    learn(x, t): take a step with this batch; accuracy(x, t).
    """
    train, test = train_data(), digits()[1]
    taken = []
    for step, (x, t) in enumerate(batches(*train, BATCH_SIZE, SPANS * SPAN)):
        learn(x, t)
        if step % SPAN == SPAN - 1:
            taken.append((accuracy(*train), accuracy(*test)))
    return np.transpose(taken)


def draw(title, without, figure, reference, yours):
    """Two panels: without the remedy, which needs no code of the learner's, and with it."""
    figure.set_size_inches(11, 4.8)
    figure.suptitle(f"Learning {TRAIN_SIZE} digits by heart, or not")
    left, right = figure.subplots(1, 2, sharey=True)
    iterations = SPAN * np.arange(1, SPANS + 1)
    sides = (
        (left, "Nothing against overfitting", without, None),
        (right, title, reference["accuracies"], yours and yours["accuracies"]),
    )
    for axes, heading, values, own in sides:
        for number, name in enumerate(("training", "test")):
            label = f"{name} digits: {(values if own is None else own)[number, -1]:.1%} at the end"
            curve(
                axes,
                iterations,
                values[number],
                None if own is None else own[number],
                number,
                label,
            )
        axes.set(title=heading, xlabel="iteration", ylabel="accuracy", ylim=(0.5, 1.02))
        axes.legend(loc="lower right")
