"""Gradient descent on x₀² + x₁²: a good, too large and too small a learning rate."""

import numpy as np

from course.figures.pens import colour, headline, panels, path, title

START = np.array([-3.0, 4.0])
RUNS = {  # learning rate, half the width shown, how many points are numbered
    "good": (0.1, 5, 4),
    "large": (1.1, 15, 5),
    "small": (0.002, 5, 1),
}
STEPS = 20
RATES = "Gradient descent on x₀² + x₁² from (−3, 4), at three learning rates"


def f(x):
    """x₀² + x₁²"""
    return np.sum(x**2)


def descend(module, lr):
    x, history = module.gradient_descent(f, START.copy(), lr=lr, step_num=STEPS)
    return np.vstack([history, x])


def measure(module):
    return {name: descend(module, lr) for name, (lr, *_) in RUNS.items()}


def draw(figure, reference, yours):
    draw_steps(figure, reference, yours, STEPS)


def draw_steps(figure, reference, yours, steps):
    """The way of so many steps."""
    headline(figure, RATES)
    axes_of = dict(zip(RUNS, panels(figure, 3, 3, 4.1, 4.9, 3.7), strict=True))
    for number, (name, (lr, reach, marked)) in enumerate(RUNS.items()):
        axes = axes_of[name]
        ticks = np.linspace(-reach, reach, 60)
        x0, x1 = np.meshgrid(ticks, ticks)
        axes.contour(x0, x1, x0**2 + x1**2, levels=6, colors="#AAAAAA", linewidths=0.6)
        shown = slice(steps + 1)
        own = yours and yours[name][shown]
        known = reference[name][shown]
        path(axes, known, own, number, linestyle="-", marker="o", markersize=4.5)
        points = known if own is None else own
        for step, point in enumerate(points[:marked]):
            axes.annotate(str(step), point, (8, 1), textcoords="offset points", clip_on=True)
        axes.plot(*points[-1], "o", color=colour(number), markersize=9, clip_on=True)
        axes.plot(0, 0, "+", color="#222222", markersize=12)
        axes.set(xlabel="x₀", ylabel="x₁", aspect="equal")
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
        far = np.sqrt(np.sum(points[-1] ** 2))
        title(axes, f"lr = {lr}: from 5 away to {far:.3g} away in {len(points) - 1} steps")


def animate(figure, reference, yours):
    """One more step in each frame, and the last one for a while."""
    for step in [*range(STEPS + 1), *[STEPS] * 6]:
        figure.clear()
        draw_steps(figure, reference, yours, step)
        yield


FRAMES = STEPS + 7
