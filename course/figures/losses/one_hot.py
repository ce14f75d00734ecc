"""Eight digits and the rows that their labels become."""

import numpy as np

from course.figures.digits import CLASSES, SIDE, digits
from course.figures.pens import PICTURE_DARK, PICTURE_LIGHT, headline, panels, picture, title

COUNT = 8
BESIDE = "The rows are what your code returned; a red frame is where the reference's 1 is missed."


def labels():
    return digits()[1][1][:COUNT]


def measure(module):
    return {"rows": module.one_hot(labels().copy(), CLASSES)}


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, width=3.4, height=5.0)
    rows = (yours or reference)["rows"]
    right_rows = np.all(rows == reference["rows"], axis=1).sum()
    headline(figure, f"{right_rows} of {COUNT} rows have a single 1, in the column of their digit")
    (images, numbers) = (part[:COUNT] for part in digits()[1])
    strip = images.reshape(COUNT, SIDE, SIDE)
    strip = np.pad(strip, ((0, 0), (1, 1), (12, 12))).reshape(-1, SIDE + 24)
    picture(left, strip, cmap="Greys", aspect="equal")
    places = (SIDE + 2) * (np.arange(COUNT) + 0.5) - 0.5
    left.set(xticks=[], yticks=places, yticklabels=numbers, ylabel="label", xlabel="image")
    title(left, "Digits and labels")
    picture(right, rows, cmap="Blues", vmin=0, vmax=1.3)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            tone = PICTURE_LIGHT if value > 0.6 else PICTURE_DARK
            right.text(j, i, f"{value:.3g}", color=tone, ha="center", va="center", fontsize=8.5)
        if not np.array_equal(row, reference["rows"][i]):
            right.plot(numbers[i], i, "s", markersize=17, mfc="none", mec="#CC0000", mew=2)
    right.set(xticks=range(CLASSES), yticks=[], xlabel="class")
    title(right, "One row for each label")
