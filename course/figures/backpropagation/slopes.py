"""Gradient checks: what backward gives, beside slopes that are measured with forward."""

import numpy as np

from course.figures.pens import GREY, bars, panels, title

H = 1e-5
AGREE = 1e-4  # what rounding, the step and the 1e-7 in the loss may make of it
FLOOR = 1e-3  # of the size of gradients: two zeros, but for rounding, agree
LEAST, MOST = 1e-13, 10.0
MARGIN = 1.3  # inches for names


def measured(loss, array):
    """Central differences of loss() in each element of an array that it reads."""
    slopes = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        value = array[index]
        array[index] = value + H
        above = loss()
        array[index] = value - H
        slopes[index] = (above - loss()) / (2 * H)
        array[index] = value
    return slopes


def error(gradient, slopes):
    """‖gradient − slopes‖ / (‖gradient‖ + ‖slopes‖): 0 if they agree, 1 if one is 0."""
    if np.shape(gradient) != slopes.shape:
        return 1.0
    size = max(np.linalg.norm(gradient) + np.linalg.norm(slopes), FLOOR)
    return max(float(np.linalg.norm(gradient - slopes) / size), LEAST)


def draw(names, figure, reference, yours):
    """A bar for each of the errors, in the order of the names."""
    (axes,) = panels(figure, 1, 1, 8.5, 1.8 + 0.45 * len(names), 2.3 + 0.3 * len(names))
    draw_bars(axes, names, reference, yours)


def draw_bars(axes, names, reference, yours):
    own = (yours or reference)["errors"]
    bars(axes, names, reference["errors"], yours and yours["errors"])
    axes.axvline(AGREE, linestyle="--", color=GREY)
    axes.set(xscale="log", xlim=(LEAST / 3, MOST))
    axes.set_xlabel("relative error; right of 10⁻⁴: wrong")
    wrong = [name for name, value in zip(names, own, strict=True) if not value < AGREE]
    if wrong:
        title(axes, f"Not the slope of forward: {', '.join(wrong)}", MARGIN)
    else:
        title(axes, f"Each gradient is the slope of forward, to {np.max(own):.0e} at worst", MARGIN)
