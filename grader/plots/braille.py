"""The curves of a figure as braille text, for terminals that show no pictures."""

import textwrap
from collections.abc import Sequence

import numpy as np
import plotille
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .outside import NAMELESS

ROWS = 12  # of dots, for one panel
LEAST_WIDTH = 40
LEFT = 13  # columns that plotille takes for the numbers of the y axis
RIGHT = 7  # and at most for the end of the x axis
MOST_PANELS = 3
MOST_CURVES = 6
THIN = "_thin"
COLOURS = ("bright_blue", "yellow", "green", "magenta", "cyan", "red")
LINE = "{mark} {name}"
MARK, GAP = "──", "  "
MORE = "More panels are in the file."
NOTHING = "This figure has no curves that letters could show; open its file."


def braille(figure: Figure, columns: int, colours: bool) -> str:
    """The first panels that have curves, each so wide at most; colours: with colours."""
    panels = [axes for axes in figure.axes if curves(axes)]
    if not panels:
        return NOTHING
    shown = [_panel(axes, max(LEAST_WIDTH, columns), colours) for axes in panels[:MOST_PANELS]]
    return "\n\n".join(shown + [MORE] * (len(panels) > MOST_PANELS))


def curves(axes: Axes) -> list[tuple[str, Line2D]]:
    """(name, line) of the lines that a reader follows: the learner's where both sides are there."""
    behind = {id(getattr(line, "reference", None)) for line in axes.lines}
    return [
        (NAMELESS if str(line.get_label()).startswith("_") else str(line.get_label()), line)
        for line in axes.lines
        if id(line) not in behind
        and len(np.asarray(line.get_xdata())) > 2
        and line.get_transform() == axes.transData
        and line.get_label() != THIN
    ][:MOST_CURVES]


def _panel(axes: Axes, columns: int, colours: bool) -> str:
    plot = plotille.Figure()
    plot.width = columns - LEFT - RIGHT
    plot.height = ROWS
    plot.with_colors, plot.color_mode, plot.origin = colours, "names", False
    plot.x_label, plot.y_label = "", axes.get_ylabel()
    scales = [axis.get_transform() for axis in (axes.xaxis, axes.yaxis)]
    limits = [
        scale.transform(np.asarray(axis.get_view_interval(), dtype=np.float64))
        for scale, axis in zip(scales, (axes.xaxis, axes.yaxis), strict=True)
    ]
    for setter, ends in zip((plot.set_x_limits, plot.set_y_limits), limits, strict=True):
        setter(*map(float, sorted(ends)))
    plot.register_label_formatter(float, _number)
    found = curves(axes)
    for number, (_, line) in enumerate(found):
        points = np.asarray(line.get_xydata(), dtype=np.float64).T
        x, y = (scale.transform(each) for scale, each in zip(scales, points, strict=True))
        kept = np.isfinite(x) & np.isfinite(y)
        if kept.any():
            plot.plot(x[kept].tolist(), y[kept].tolist(), lc=COLOURS[number])
    picture = "\n".join(map(str.rstrip, plot.show().replace("-> ()", "->").split("\n")))
    below = textwrap.indent(textwrap.fill(axes.get_xlabel(), columns - LEFT), " " * LEFT)
    title = textwrap.fill(axes.get_title("left") or axes.get_title(), columns)
    return "\n".join([title, picture, below, _legend(found, columns, colours)])


def _legend(found: Sequence[tuple[str, Line2D]], columns: int, colours: bool) -> str:
    """The names of the curves, in as many lines as they need."""
    text, width = "", 0
    for number, (name, _) in enumerate(found):
        if name == NAMELESS:
            continue
        size = len(LINE.format(mark=MARK, name=name))
        is_beside = 0 < width <= columns - len(GAP) - size
        text += GAP if is_beside else "\n" if width else ""
        mark = plotille.color(MARK, fg=COLOURS[number], mode="names", no_color=not colours)
        text += LINE.format(mark=mark, name=name)
        width = width + len(GAP) + size if is_beside else size
    return text


def _number(value: float, chars: int, delta: float, left: bool = False) -> str:
    text = f"{value:.4g}"
    return text.ljust(chars) if left else text.rjust(chars)
