"""SVG files whose text, axes and lines follow a page that is light or dark.

The colours of the course's style.mplstyle become those that stand in their places in its
dark.mplstyle, by a rule of CSS for each; a viewer that knows no such rules shows the light ones.
"""

import io
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from ..contents.course import Course

RULE = '[style*="{property}: {light}"] {{ {property}: {dark} !important }}'
STYLE = "<style>@media (prefers-color-scheme: dark) {{\n{rules}\n}}</style>\n"
CYCLE = "axes.prop_cycle"


def write_svg(course: Course, figure: Figure, path: Path, sha256: str) -> None:
    """Write a figure with the hash of the file that it was drawn from."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Identifier": f"sha256:{sha256}"})
    head, end, rest = buffer.getvalue().partition("</metadata>\n")
    rules = dark_rules(course)
    style = STYLE.format(rules=rules) if rules else ""
    path.write_text(head + end + style + rest, encoding="utf-8")


def dark_rules(course: Course) -> str:
    """The rules that turn the light colours into the dark ones; none without a dark style."""
    folder = course.root / "course" / "figures"
    light, dark = folder / "style.mplstyle", folder / "dark.mplstyle"
    if not (light.is_file() and dark.is_file()):
        return ""
    before, after = colours(light), colours(dark)
    becomes = {before[place]: after[place] for place in before if place in after}
    return "\n".join(
        RULE.format(property=each, light=old, dark=new)
        for old, new in becomes.items()
        for each in ("fill", "stroke")
    )


def colours(sheet: Path) -> dict[str, str]:
    """The colours of a style sheet by their places: the names of settings, cycle 0, 1, …"""
    settings: Any = matplotlib.rc_params_from_file(sheet, use_default_template=False)
    found = {
        name: to_hex(value)
        for name, value in settings.items()
        if name.endswith("color") and isinstance(value, str)
    }
    cycle = settings[CYCLE].by_key()["color"] if CYCLE in settings else []
    return found | {f"cycle {number}": to_hex(value) for number, value in enumerate(cycle)}
