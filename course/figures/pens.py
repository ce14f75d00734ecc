"""How figures show two sides: yours in a strong line, the reference as a pale band behind it."""

from matplotlib import rcParams

BAND = {"alpha": 0.35, "linewidth": 6, "linestyle": "-", "solid_capstyle": "round"}
LINE_STYLES = ("-", "--", "-.", ":", (0, (6, 1.5, 1, 1.5, 1, 1.5)), (0, (1.5, 1)))
GREY = "#666666"
DARK = "#222222"


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


def _both(axes, reference, yours, number, label, more):
    alone = yours is None
    axes.plot(*reference, color=colour(number), label=label if alone else None, **BAND)
    if not alone:
        axes.plot(*yours, **{**style(number), **more}, label=label)
