"""What a network has learned of the digits: its guesses, its mistakes and its first weights."""

import numpy as np

from course.figures.digits import CLASSES, SIDE, digits
from course.figures.pens import PICTURE_DARK, PICTURE_LIGHT, is_narrow, picture, title

WRONG = 8  # mistakes shown large
SHOWN = 60  # digits in the grid
NARROW_HEIGHTS = (3.5, 3.4, 2.8, 4.0, 3.9, 3.2)  # of the panels of a figure with all of it
RED = "#C00000"
NONE_WRONG = "It reads every one of the test digits"


def right(probabilities):
    """Which test digits are read right."""
    return np.argmax(probabilities, axis=1) == digits()[1][1]


def draw(axes, probabilities, weights):
    """Four panels: the mistakes, a grid of guesses, the confusion matrix, the first weights."""
    draw_mistakes(axes[0], probabilities)
    draw_grid(axes[1], probabilities)
    draw_confusion(axes[2], probabilities)
    draw_weights(axes[3], weights)


def draw_mistakes(axes, probabilities):
    images, labels = digits()[1]
    guesses = np.argmax(probabilities, axis=1)
    wrong = np.flatnonzero(guesses != labels)
    sure = probabilities[wrong, guesses[wrong]]
    shown = wrong[np.argsort(-sure)][:WRONG]
    captions = [
        f"{labels[i]}, read as {guesses[i]}\n{probabilities[i, guesses[i]]:.0%} sure" for i in shown
    ]
    tiles(axes, images[shown], captions, 4, room=5.2, gap=2.2, colours=[RED] * len(shown))
    count = f"the {len(shown)} that it is surest of" if len(wrong) > WRONG else "all of them"
    title(axes, f"{len(wrong)} are misread; {count}" if len(wrong) else NONE_WRONG)


def draw_grid(axes, probabilities):
    images, labels = (part[:SHOWN] for part in digits()[1])
    guesses = np.argmax(probabilities[:SHOWN], axis=1)
    colours = [PICTURE_DARK if g == t else RED for g, t in zip(guesses, labels, strict=True)]
    captions = [str(guess) for guess in guesses]
    tiles(axes, images, captions, 8 if is_narrow() else 12, room=4.4, gap=1.4, colours=colours)
    title(axes, f"Guesses: {np.sum(guesses == labels)} of the first {SHOWN} are right")


def tiles(axes, images, captions, across, room, gap, colours):
    """Images in rows with a gap between them, and a caption beneath each in a room so high."""
    rows = max(1, -(-len(images) // across))
    high, wide = SIDE + room, SIDE + gap
    page = np.zeros((int(np.ceil(rows * high * 5)), int(np.ceil(across * wide * 5))))
    for number, (image, caption) in enumerate(zip(images, captions, strict=True)):
        top, left = (number // across) * high, (number % across) * wide + gap / 2
        y, x = round(top * 5), round(left * 5)
        large = np.kron(image.reshape(SIDE, SIDE), np.ones((5, 5)))
        page[y : y + 5 * SIDE, x : x + 5 * SIDE] = large
        axes.text(
            left + SIDE / 2, top + SIDE + 0.3, caption, ha="center", va="top",
            fontsize=8 if is_narrow() else 9, color=colours[number], linespacing=1.0,
        )  # fmt: skip
    extent = (0, page.shape[1] / 5, page.shape[0] / 5, 0)
    picture(axes, page, cmap="Greys", extent=extent, vmin=0, vmax=1, aspect="equal")
    axes.set(xticks=[], yticks=[])


def draw_confusion(axes, probabilities):
    labels = digits()[1][1]
    guesses = np.argmax(probabilities, axis=1)
    counts = np.zeros((CLASSES, CLASSES), dtype=int)
    np.add.at(counts, (labels, guesses), 1)
    picture(axes, np.minimum(counts, 12), cmap="Blues", vmin=0, vmax=14, aspect="equal")
    for (i, j), count in np.ndenumerate(counts):
        if count:
            tone = PICTURE_LIGHT if count > 8 else (PICTURE_DARK if i == j else RED)
            axes.text(j, i, str(count), color=tone, ha="center", va="center", fontsize=8)
    axes.set(xticks=range(CLASSES), yticks=range(CLASSES))
    axes.set(xlabel="read as", ylabel="the digit that it is")
    off = counts - np.diag(np.diag(counts))
    i, j = np.unravel_index(np.argmax(off), off.shape)
    times = f"{off[i, j]} times" if off[i, j] != 1 else "once"
    claim = f"The most frequent mistake: a {i} read as a {j}, {times}" if off.any() else NONE_WRONG
    title(axes, claim)


def draw_weights(axes, weights):
    """Columns of the first matrix as images: red where ink raises a unit, blue where it lowers."""
    shown = weights[:, :20].T.reshape(-1, SIDE, SIDE)
    across = 5
    rows = -(-len(shown) // across)
    page = np.full((rows * (SIDE + 1) - 1, across * (SIDE + 1) - 1), np.nan)
    for number, image in enumerate(shown):
        y, x = (number // across) * (SIDE + 1), (number % across) * (SIDE + 1)
        page[y : y + SIDE, x : x + SIDE] = image
    most = np.nanmax(np.abs(page)) if np.isfinite(page).any() else 1.0
    picture(axes, page, cmap="RdBu_r", vmin=-most, vmax=most, aspect="equal")
    axes.set(xticks=[], yticks=[])
    reach = f"from −{most:.2g} (blue) to {most:.2g} (red)"
    title(axes, f"First weights of {len(shown)} units, {reach}")
