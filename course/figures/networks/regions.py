"""Regions of the plane that a network gives to each class, and the points it learns from."""

import numpy as np
from matplotlib.colors import ListedColormap

from course.figures.pens import colour

SIDE = 60  # cells along each side of the plane


def plane(reach):
    """The middles of all cells, (SIDE², 2)."""
    ticks = np.linspace(-reach, reach, SIDE)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def draw(axes, classes, x, t, reach, boundary=None):
    """classes (SIDE²,): of all cells; boundary: the reference's classes, as grey lines."""
    ticks = np.linspace(-reach, reach, SIDE)
    colours = ListedColormap([colour(number) for number in range(3)])
    regions = classes.reshape(SIDE, SIDE)
    axes.imshow(
        regions, cmap=colours, vmin=0, vmax=2, alpha=0.3, origin="lower",
        extent=(-reach, reach, -reach, reach), interpolation="none",
    )  # fmt: skip
    if boundary is not None:
        for number in range(3):
            inside = (boundary == number).reshape(SIDE, SIDE)
            if inside.any() and not inside.all():
                axes.contour(ticks, ticks, inside, [0.5], colors="#666666", linewidths=0.8)
    for number, marker in enumerate("o^s"):
        axes.plot(*x[t == number].T, marker, color=colour(number), markersize=3.2)
    axes.grid(visible=False)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
