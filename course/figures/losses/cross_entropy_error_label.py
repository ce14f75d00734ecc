"""Which of a batch's probabilities the loss looks at: its slope in each of them."""

import numpy as np

from course.figures.pens import PICTURE_DARK, PICTURE_LIGHT, headline, panels, picture, title
from solutions.activations.softmax import softmax

ROWS, CLASSES = 6, 5
STEP = 1e-5
LABELS = np.array([1, 4, 0, 2, 2, 3])
Y = softmax(2 * np.random.default_rng(0).standard_normal((ROWS, CLASSES)))
BESIDE = "Both pictures are made with your code; a red frame is where the reference differs."


def measure(module):
    """slopes (ROWS, CLASSES): −∂E/∂y by central differences"""

    def loss(i, j, step):
        y = Y.copy()
        y[i, j] += step
        return module.cross_entropy_error(y, LABELS.copy())

    places = [(i, j) for i in range(ROWS) for j in range(CLASSES)]
    slopes = [(loss(*at, -STEP) - loss(*at, STEP)) / (2 * STEP) for at in places]
    return {"slopes": np.reshape(slopes, (ROWS, CLASSES))}


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, width=4.2, height=4.4)
    slopes = (yours or reference)["slopes"]
    headline(figure, f"The loss looks at {np.sum(np.abs(slopes) > 1e-4)} of {Y.size} probabilities")
    wrong = ~np.isclose(slopes, reference["slopes"], rtol=1e-3, atol=1e-4)
    for axes, values, frames in ((left, Y, None), (right, slopes, wrong)):
        picture(axes, values, cmap="Blues", vmin=0, vmax=1.3 * reference["slopes"].max())
        if axes is left:
            axes.images[0].set_clim(0, 1.3)
        for (i, j), value in np.ndenumerate(values):
            tone = PICTURE_LIGHT if value > 0.6 * axes.images[0].get_clim()[1] else PICTURE_DARK
            axes.text(j, i, f"{value:.2f}", color=tone, ha="center", va="center", fontsize=8.5)
            if frames is not None and frames[i, j]:
                axes.plot(j, i, "s", markersize=22, mfc="none", mec="#CC0000", mew=2)
        axes.set(xticks=range(CLASSES), xlabel="class")
        axes.set_yticks(range(ROWS), [f"label {label}" for label in LABELS], fontsize=9)
    title(left, "y, the probabilities")
    title(right, "−∂E/∂y: what more of each would save")
