"""SVG files whose text, axes and lines follow a page that is light or dark.

The colours of the course's style.mplstyle become those that stand in their places in its
dark.mplstyle, by rules of CSS; a viewer that knows no such rules shows the light ones.
"""

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from ..contents.course import Course
from .slim import LINK, SVG, slim

CYCLE = "axes.prop_cycle"
DC = "http://purl.org/dc/elements/1.1/"
SPACES = {"": SVG.strip("{}"), "xlink": LINK.split("}")[0].strip("{"), "dc": DC}
MARK = "<dc:identifier>sha256:{sha256}</dc:identifier>"
KEPT = ("width", "height", "viewBox")  # of the attributes of the whole


def write_svg(course: Course, figure: Figure, path: Path, sha256: str) -> None:
    """Write a figure with the hash of the file that it was drawn from."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    drawn = ElementTree.fromstring(buffer.getvalue())
    root = ElementTree.Element(f"{SVG}svg", {name: drawn.attrib[name] for name in KEPT})
    root.extend(drawn.findall(f"{SVG}g"))
    for definitions in drawn.findall(f"{SVG}defs"):  # beside clips there is a rule that slim has
        root.extend(definitions.findall(f"{SVG}clipPath"))
    slim(root, dark_colours(course))
    metadata = ElementTree.Element(f"{SVG}metadata")
    ElementTree.SubElement(metadata, f"{{{DC}}}identifier").text = f"sha256:{sha256}"
    root.insert(0, metadata)
    for prefix, space in SPACES.items():
        ElementTree.register_namespace(prefix, space)
    text = ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")
    path.write_text(text + "\n", encoding="utf-8")


def mark_of(sha256: str) -> str:
    """What the SVG file of a figure holds if it was drawn from a file with this hash."""
    return MARK.format(sha256=sha256)


def dark_colours(course: Course) -> dict[str, str]:
    """What each of the light colours is on a dark page; nothing without a dark style."""
    folder = course.root / "course" / "figures"
    light, dark = folder / "style.mplstyle", folder / "dark.mplstyle"
    if not (light.is_file() and dark.is_file()):
        return {}
    before, after = colours(light), colours(dark)
    return {before[place]: after[place] for place in before if place in after}


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
