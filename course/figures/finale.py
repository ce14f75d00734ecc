"""The end of the course: a network of the learner's own files alone reads the digits."""

import numpy as np

from course.figures.digits import CLASSES, PIXELS, SIDE, digits
from course.figures.pens import headline, is_narrow, panels, title
from course.figures.training.reading import RED, draw_grid, tiles

PARTS = {"MultiLayerNet": "backpropagation/multi_layer_net", "train": "training/train"}
DEADLINE = 45.0
HIDDEN = [60, 40]
ITERATIONS = 480
BATCH_SIZE = 60
LR = 0.3
KIT = {"weight_decay_lambda": 1e-4, "use_batchnorm": True, "use_dropout": True}
DROPPED = 0.1
GLIMPSE = 200  # training digits on which the accuracies are taken
SHOWN = 24  # misread digits in the picture
IN_LETTERS = 16  # and in a terminal
INK = 0.45  # from this on, a pixel is shown as ink in letters
BLOCKS = " ▄▀█"

SOME = (
    "Every line of this network is yours. "
    "It reads {right} of {total} digits; here are the {wrong} that it misses."
)
ONE = (
    "Every line of this network is yours. "
    "It reads {right} of {total} digits; here is the one that it misses."
)
MANY = (
    "Every line of this network is yours. "
    "It reads {right} of {total} digits; here are {shown} of the {wrong} that it misses."
)
NONE = "Every line of this network is yours. It reads all {total} digits."


def measure(own):
    """probabilities (360, 10) of the test digits"""
    (x, t), (x_test, _) = digits()
    rng = np.random.default_rng(0)
    net = own.MultiLayerNet(PIXELS, HIDDEN, CLASSES, **KIT, dropout_ratio=DROPPED, rng=rng)
    settings = {"iterations": ITERATIONS, "batch_size": BATCH_SIZE, "learning_rate": LR}
    # No digit of the test is among those that the network or its author's code gets to see.
    seen = x.copy(), t.copy(), x[:GLIMPSE].copy(), t[:GLIMPSE].copy()
    own.train(net, *seen, **settings, rng=np.random.default_rng(1))
    scores = np.reshape(net.predict(x_test.copy()), (len(x_test), CLASSES))
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return {"probabilities": odds / odds.sum(axis=1, keepdims=True)}


def misses(values):
    """Which digits are misread, the surest mistakes first, and what each is read as."""
    guesses = np.argmax(values["probabilities"], axis=1)
    wrong = np.flatnonzero(guesses != digits()[1][1])
    sure = values["probabilities"][wrong, guesses[wrong]]
    wrong = wrong[np.argsort(-sure, kind="stable")]
    return wrong, guesses[wrong]


def sentence(values, shown=SHOWN):
    """What the learner is told, if so many misread digits are shown at most."""
    wrong, total = len(misses(values)[0]), len(digits()[1][1])
    form = (NONE, ONE)[wrong] if wrong < 2 else SOME if wrong <= shown else MANY
    return form.format(right=total - wrong, total=total, wrong=wrong, shown=shown)


def draw(figure, values):
    """The misread digits, and what it makes of the first sixty."""
    images, labels = digits()[1]
    wrong, guesses = misses(values)
    wrong, guesses = wrong[:SHOWN], guesses[:SHOWN]
    across = 4 if is_narrow() else 6
    rows = max(1, -(-len(wrong) // across))
    missed, grid = panels(figure, 2, 2, 6.0, 3.9, (1.0 + 1.05 * rows, 4.2))
    headline(figure, sentence(values))
    captions = [f"{labels[i]}, read\nas {guess}" for i, guess in zip(wrong, guesses, strict=True)]
    tiles(missed, images[wrong], captions, across, 5.6, 2.4, [RED] * len(wrong))
    title(missed, "Its mistakes, the surest first" if len(wrong) else "It makes no mistake")
    draw_grid(grid, values["probabilities"])


def letters(values, columns):
    """The sentence and the misread digits for a terminal so wide: two pixels to a letter."""
    images, labels = digits()[1]
    wrong, guesses = (part[:IN_LETTERS] for part in misses(values))
    cells = []
    for i, guess in zip(wrong, guesses, strict=True):
        ink = (images[i].reshape(SIDE, SIDE) > INK).astype(int)
        rows = ["".join(BLOCKS[2 * a + b] for a, b in zip(*ink[y : y + 2], strict=True))
                for y in range(0, SIDE, 2)]  # fmt: skip
        cells.append([*rows, f"{labels[i]} as {guess}"])
    across = max(1, columns // (SIDE + 4))
    lines = [sentence(values, IN_LETTERS)]
    for start in range(0, len(cells), across):
        block = zip(*cells[start : start + across], strict=True)
        lines += ["", *("".join(f"    {part:<{SIDE}}" for part in row).rstrip() for row in block)]
    return "\n".join(lines)
