"""Gradient descent on x₀² + x₁²: a good, too large and too small a learning rate."""

import numpy as np

from course.figures.pens import path

START = np.array([-3.0, 4.0])
RUNS = {  # learning rate, what comes of it, half the width shown, how many points are numbered
    "good": (0.1, "lr = 0.1 arrives", 5, 4),
    "large": (1.1, "lr = 1.1 is too large", 15, 5),
    "small": (0.002, "lr = 0.002 is too small", 5, 1),
}
STEPS = 20


def f(x):
    """x₀² + x₁²"""
    return np.sum(x**2)


def descend(module, lr):
    x, history = module.gradient_descent(f, START.copy(), lr=lr, step_num=STEPS)
    return np.vstack([history, x])


def measure(module):
    return {name: descend(module, lr) for name, (lr, *_) in RUNS.items()}


def draw(figure, reference, yours):
    figure.set_size_inches(12, 4.9)
    figure.suptitle(f"{STEPS} steps of gradient descent on f = x₀² + x₁², from (−3, 4)")
    panels = figure.subplots(1, len(RUNS))
    for number, (axes, name) in enumerate(zip(panels, RUNS, strict=True)):
        _, title, reach, marked = RUNS[name]
        ticks = np.linspace(-reach, reach, 60)
        x0, x1 = np.meshgrid(ticks, ticks)
        axes.contour(x0, x1, x0**2 + x1**2, levels=6, colors="#CCCCCC", linewidths=0.8)
        own = yours and yours[name]
        path(axes, reference[name], own, number, linestyle="-", marker="o", markersize=4.5)
        for step, point in enumerate((own if yours else reference[name])[:marked]):
            axes.annotate(str(step), point, (8, 1), textcoords="offset points")
        axes.plot(0, 0, "+", color="black", markersize=12)
        axes.set(
            title=title,
            xlabel="x₀",
            ylabel="x₁",
            xlim=(-reach, reach),
            ylim=(-reach, reach),
            aspect="equal",
        )
