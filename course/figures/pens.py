"""How figures show two sides: yours in a strong line, the reference as a pale band behind it.

A line of yours knows the reference's as its attribute `reference`, so that the grader can say in
words what lies outside the picture. On a narrow page panels stand below one another.
"""

import textwrap

import numpy as np
from matplotlib import rcParams
from matplotlib.transforms import ScaledTranslation

BAND = {"alpha": 0.35, "linewidth": 6, "linestyle": "-", "solid_capstyle": "round"}
RAW = {"alpha": 0.4, "linewidth": 0.7, "linestyle": "-"}
LINE_STYLES = ("-", "--", "-.", ":", (0, (6, 1.5, 1, 1.5, 1, 1.5)), (0, (1.5, 1)))
GREY = "#666666"
DARK = "#222222"
FAINT = "#DDDDDD"
# On pictures, which look the same on any page.
PICTURE_DARK = "#111111"
PICTURE_LIGHT = "#FEFEFE"
SMOOTHING = 9
SMOOTHED = f"mean of {SMOOTHING} batches; thin: each"
NARROW = 5.0  # inches


def is_narrow():
    """Whether the figure is for a phone."""
    return rcParams["figure.figsize"][0] < NARROW


def panels(figure, count, across, width=5.6, height=4.6, narrow_height=3.5, **more):
    """count axes, `across` side by side, each so wide and high (inches); one across if narrow.

    narrow_height: of each, or of all in turn.
    """
    rows = -(-count // across)
    heights = [height] * rows
    if is_narrow():
        across, width, rows = 1, rcParams["figure.figsize"][0], count
        heights = np.broadcast_to(narrow_height, count)
        more["height_ratios"] = heights
    figure.set_size_inches(across * width, np.sum(heights))
    axes = figure.subplots(rows, across, squeeze=False, **more).ravel()
    for unused in axes[count:]:
        unused.remove()
    return axes[:count]


def headline(figure, text):
    """The claim of the whole figure."""
    size = rcParams["figure.titlesize"]
    text = _wrapped(text, figure.get_figwidth() - 0.2, size)
    figure.suptitle(text, x=0.02, ha="left", parse_math=False)


def title(axes, text, margin=0.65):
    """The claim of one panel, in lines that fit above it; margin: inches that labels take."""
    place = axes.get_subplotspec()
    share = len(place.colspan) / place.get_gridspec().ncols
    width = share * axes.figure.get_figwidth() - margin
    axes.set_title(_wrapped(text, width, rcParams["axes.titlesize"]), parse_math=False)


def _wrapped(text, inches, size):
    return "\n".join(textwrap.wrap(text, max(12, int(inches * 72 / (0.61 * size)))))


def legend(axes, columns=2, heading=None):
    """What the lines are, below the axes, where no data are."""
    down = ScaledTranslation(0, -3.6 * rcParams["font.size"] / 72, axes.figure.dpi_scale_trans)
    axes.legend(
        title=heading,
        ncols=1 if is_narrow() else columns,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=axes.transAxes + down,
        borderaxespad=0,
        columnspacing=1.4,
    )


def colour(number):
    """The colour of curve number 0 to 5."""
    return list(rcParams["axes.prop_cycle"])[number]["color"]


def style(number):
    """The colour and the line style of curve number 0 to 5."""
    return {"color": colour(number), "linestyle": LINE_STYLES[number]}


def curve(axes, x, reference, yours, number=0, label=None, **more):
    """The same curve from both sides, yours None if there is none; the legend names it once."""
    _both(axes, (x, reference), None if yours is None else (x, yours), number, label, more)


def path(axes, reference, yours, number=0, label=None, **more):
    """The same way through the plane from both sides: arrays of points, shape (n, 2)."""
    _both(axes, reference.T, None if yours is None else yours.T, number, label, more)


def noisy(axes, x, reference, yours, number=0, label=None):
    """A curve that jumps from batch to batch: each value thin and pale, their mean strong."""
    shown = reference if yours is None else yours
    axes.plot(x, shown, color=colour(number), label="_thin", **RAW)
    curve(axes, x, smooth(reference), None if yours is None else smooth(yours), number, label)


def smooth(values, width=SMOOTHING):
    """The mean of each value and those before it, `width` in all; the first stays as it is."""
    ends = range(1, len(values) + 1)
    return np.array([np.mean(values[max(0, end - width) : end]) for end in ends])


def bars(axes, names, reference, yours):
    """Pale wide bars of the reference, narrow strong ones of yours, from a log axis' left end."""
    places = np.arange(len(names))[::-1]
    axes.barh(places, reference, 0.75, color=colour(0), alpha=0.35)
    if yours is not None:
        axes.barh(places, yours, 0.35, color=colour(0))
    axes.set_yticks(places, names)
    axes.grid(visible=False, axis="y")


def bars_upright(axes, reference, yours, number):
    """Two series of upright bars, number 0 and 1, side by side above 0, 1, 2, …"""
    places = np.arange(len(reference)) + 0.4 * number - 0.2
    axes.bar(places, reference, 0.38, color=colour(number), alpha=0.35)
    if yours is not None:
        axes.bar(places, yours, 0.2, color=colour(number))
    axes.grid(visible=False, axis="x")


def picture(axes, values, **more):
    """An array as coloured cells with neither grid nor frame; SVG files hold no more than these."""
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return axes.imshow(values, **{"interpolation": "none", "aspect": "auto", **more})


def _both(axes, reference, yours, number, label, more):
    alone = yours is None
    shape = {"drawstyle": more.get("drawstyle", "default")}
    (band,) = axes.plot(
        *reference, color=colour(number), label=label if alone else None, **BAND, **shape
    )
    if not alone:
        (line,) = axes.plot(*yours, **{**style(number), **more}, label=label)
        line.reference = band
