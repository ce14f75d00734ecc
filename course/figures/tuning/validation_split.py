"""Where each of a hundred digits goes: to train, or to choose hyperparameters by."""

import numpy as np

from course.figures.digits import CLASSES, digits
from course.figures.pens import bars_upright, headline, panels, picture, title

COUNT = 100
RATIO = 0.2
NOWHERE, TRAIN, VALIDATION, BOTH = range(4)
COLOURS = ("#FFFFFF", "#9EC9E2", "#E58A3C", "#C00000")
BESIDE = "Made with your code. Black frames: what the reference sets aside; the draw may differ."


def labels():
    return digits()[0][1][:COUNT]


def measure(module):
    """side (COUNT,): where each sample is; kept (2,): how many have their own label still"""
    t = labels()
    x = np.arange(COUNT)[:, None] / COUNT
    parts = module.validation_split(x, t.copy(), RATIO, np.random.default_rng(0))
    side, kept = np.zeros(COUNT), []
    for name, rows, own in ((TRAIN, *parts[:2]), (VALIDATION, *parts[2:])):
        numbers = np.rint(rows[:, 0] * COUNT).astype(int)
        side[numbers] += name
        kept.append(np.sum(t[numbers] == own))
    return {"side": side, "kept": kept}


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, 5.2, 5.4, 4.4)
    own = yours or reference
    t = labels()
    sizes = [int(np.sum(own["side"] == name)) for name in (TRAIN, VALIDATION)]
    lost = int(np.sum(own["side"] == NOWHERE) + np.sum(own["side"] == BOTH))
    headline(
        figure,
        f"{sizes[0]} to train, {sizes[1]} for validation, {lost} lost or in both; "
        f"{int(sum(own['kept']))} keep their labels",
    )
    colours = picture_of(own["side"])
    picture(left, colours, aspect="equal")
    for number, digit in enumerate(t):
        left.text(number % 10, number // 10, str(digit), color="#111111", ha="center", va="center")
        if yours and reference["side"][number] == VALIDATION:
            at = number % 10, number // 10
            left.plot(*at, "s", markersize=15, mfc="none", mec="#111111", mew=1)
    left.set(xticks=[], yticks=[], xlabel="the digits in their order, by their labels")
    title(left, "Orange: set aside for validation. Blue: to train with")
    shares = []
    for name, number in ((VALIDATION, 1), (TRAIN, 0)):
        counts = np.bincount(t[own["side"] == name], minlength=CLASSES)
        known = np.bincount(t[reference["side"] == name], minlength=CLASSES)
        share = 100 / max(1, counts.sum()), 100 / max(1, known.sum())
        shares.append(counts * share[0])
        bars_upright(right, known * share[1], yours and counts * share[0], number)
    right.set(xticks=range(CLASSES), xlabel="digit", ylabel="share of its part, per cent")
    apart = np.max(np.abs(shares[0] - shares[1]))
    title(right, f"The two parts' shares of a digit are {apart:.0f} points apart at most")


def picture_of(side):
    """The colours of the samples, ten in a row."""
    known = np.clip(np.nan_to_num(side), NOWHERE, BOTH).astype(int)
    table = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in COLOURS]
    return np.array(table, dtype=np.uint8)[known].reshape(-1, 10, 3)
