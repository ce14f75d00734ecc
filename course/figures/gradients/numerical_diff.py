"""A function with two tangents, and the V of truncation and rounding."""

import numpy as np

from course.figures.pens import DARK, GREY, curve, legend, panels, smooth, title

X = np.linspace(0, 20, 100)
POINTS = (5.0, 10.0)
H = 1e-4  # the step that numerical_diff is to take
STEPS = np.geomspace(1e-12, 1, 97)


def f(x):
    """0.01x² + 0.1x"""
    return 0.01 * x**2 + 0.1 * x


def error_at_step(module, h):
    """The error of sin′(1) with step h.

    numerical_diff takes the step H. It takes h on sin when it is given sin stretched by H / h.
    """
    scale = h / H
    slope = module.numerical_diff(lambda u: np.sin(1 + scale * u) / scale, 0.0)
    return max(abs(slope - np.cos(1)), 1e-17)


def measure(module):
    return {
        "lines": [module.tangent_line(f, x) for x in POINTS],
        "errors": [error_at_step(module, h) for h in STEPS],
    }


def draw(figure, reference, yours):
    left, right = panels(figure, 2, 2, 5.8, 5.3, 4.2)
    slopes = (yours or reference)["lines"][:, 0]
    left.plot(X, f(X), color=DARK, label="f(x) = 0.01x² + 0.1x")
    for number, x in enumerate(POINTS):
        slope, intercept = (yours or reference)["lines"][number]
        lines = [slope * X + intercept for slope, intercept in reference["lines"]]
        own = None if yours is None else slope * X + intercept
        curve(left, X, lines[number], own, number, f"tangent at {x:g}, slope {slope:.4g}")
        left.plot(x, f(x), "o", color=DARK)
    left.set(xlabel="x", ylabel="f(x)", ylim=(-1.3, 6.3))
    title(left, f"Slopes {slopes[0]:.4g} and {slopes[1]:.4g}; the true ones are 0.2 and 0.3")
    legend(left, 1)

    curve(right, STEPS, reference["errors"], yours and yours["errors"], 0, "numerical_diff")
    right.plot(STEPS, STEPS**2 * np.cos(1) / 6, ":", color=GREY, label="truncation, h² cos(1) / 6")
    right.plot(STEPS, 1e-16 / STEPS, "--", color=GREY, label="rounding, about 10⁻¹⁶ / h")
    right.axvline(H, color=GREY, linewidth=0.8)
    right.text(H * 1.5, 3e1, "h = 10⁻⁴", color=DARK)
    right.set(
        xlabel="step h",
        ylabel="error of sin′(1)",
        xscale="log",
        yscale="log",
        ylim=(1e-14, 1e3),
    )
    errors = (yours or reference)["errors"]
    best = STEPS[np.argmin(smooth(errors))]
    title(right, f"The error of sin′(1) is smallest near a step of {best:.0e}")
    legend(right, 1)
