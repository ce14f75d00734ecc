"""What of a learner's curves lies outside the picture, in words."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

OUTSIDE = (
    "Outside the picture: your curve “{name}” runs from {low:.3g} to {high:.3g}; "
    "the largest difference from the reference is {difference:.3g}."
)
NOT_FINITE = (
    "Not in the picture: {count} of the {total} values of your curve “{name}” are not numbers."
)
NAMELESS = "values"
SLACK = 0.02  # of the height of the picture: what ends at its edge is not outside
MOST = 4  # sentences about one figure


def outside(figure: Figure) -> tuple[str, ...]:
    """A sentence for each line of the learner's that leaves its axes."""
    said = [text for axes in figure.axes for text in _sentences(axes)]
    return tuple(dict.fromkeys(said))[:MOST]


def pairs(axes: Axes) -> Iterator[tuple[str, Line2D, Line2D]]:
    """(name, the learner's line, the reference's) for each line that knows its reference."""
    for line in axes.lines:
        reference = getattr(line, "reference", None)
        if reference is not None:
            label = str(line.get_label())
            if label.startswith("_"):
                label = axes.get_ylabel() or NAMELESS
            yield label, line, reference


def _sentences(axes: Axes) -> Iterator[str]:
    for name, line, reference in pairs(axes):
        yours = np.asarray(line.get_ydata(), dtype=np.float64)
        finite = yours[np.isfinite(yours)]
        if len(finite) < len(yours):
            yield NOT_FINITE.format(count=len(yours) - len(finite), total=len(yours), name=name)
        gone = [_leaves(getattr(axes, f"{axis}axis"), line, reference) for axis in "xy"]
        if any(gone) and len(finite):
            difference = np.nanmax(np.abs(_points(line) - _points(reference)))
            values = finite if gone[1] else _points(line)[0]
            yield OUTSIDE.format(
                name=name, low=np.nanmin(values), high=np.nanmax(values), difference=difference
            )


def _leaves(axis: Any, line: Line2D, reference: Line2D) -> bool:
    """Whether a line leaves the axis' interval by more than the reference does itself."""
    index = 0 if axis.axis_name == "x" else 1
    mine, known = (np.ravel(axis.get_transform().transform(_points(each)[index]))
                   for each in (line, reference))  # fmt: skip
    low, high = sorted(axis.get_transform().transform(np.asarray(axis.get_view_interval())))
    slack = SLACK * (high - low)

    def excess(values: Any) -> float:
        values = values[np.isfinite(values)]
        return float(max(low - values.min(), values.max() - high)) if len(values) else 0.0

    return bool(excess(mine) > max(slack, excess(known) + slack))


def _points(line: Line2D) -> Any:
    return np.asarray(line.get_xydata(), dtype=np.float64).T
