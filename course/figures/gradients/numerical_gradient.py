"""The field of −∇f for f = x₀² + x₁²: every arrow points to the lowest place."""

import numpy as np

from course.figures.pens import colour, panels, title

TICKS = np.linspace(-2, 2, 9)
HEADLESS = {"alpha": 0.35, "width": 0.014, "headwidth": 1, "headlength": 0, "headaxislength": 0}


def f(x):
    """x₀² + x₁²"""
    return np.sum(x**2)


def measure(module):
    points = [np.array([x0, x1]) for x1 in TICKS for x0 in TICKS]
    return {"gradients": [module.numerical_gradient(f, point) for point in points]}


def arrows(axes, gradients, **more):
    x0, x1 = np.meshgrid(TICKS, TICKS)
    u, v = -gradients.T
    axes.quiver(
        x0.ravel(), x1.ravel(), u, v, angles="xy", scale_units="xy", scale=10,
        color=colour(0), **{"width": 0.004, **more},
    )  # fmt: skip


def draw(figure, reference, yours):
    (axes,) = panels(figure, 1, 1, 7.5, 7.4, 4.2)
    fine = np.linspace(-2.4, 2.4, 80)
    height = fine**2 + fine[:, None] ** 2
    levels = [0.5, 2, 4]
    circles = axes.contour(fine, fine, height, levels, colors="#999999", linewidths=0.8)
    between_arrows = [(0.25, np.sqrt(level - 0.25**2)) for level in levels]
    axes.clabel(circles, fmt="f = %g", manual=between_arrows)
    if yours is None:
        arrows(axes, reference["gradients"], alpha=0.35)
    else:
        arrows(axes, reference["gradients"], **HEADLESS)
        arrows(axes, yours["gradients"])
    axes.set(
        xlabel="x₀",
        ylabel="x₁",
        xlim=(-2.4, 2.4),
        ylim=(-2.4, 2.4),
        aspect="equal",
    )
    gradients = (yours or reference)["gradients"]
    points = np.array([(x0, x1) for x1 in TICKS for x0 in TICKS])
    inward = np.sum(-gradients * points, axis=1) < 0
    title(
        axes,
        f"−∇f / 10 for f = x₀² + x₁²: {np.sum(inward)} of {len(points) - 1} arrows point inward; "
        f"∇f is {np.max(np.abs(gradients - 2 * points)):.1g} from 2x at worst",
    )
