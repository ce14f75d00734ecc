"""Small SVG files: the same picture as matplotlib writes it, in about a fifth of the letters.

Each style is said once, as a class; points are steps from the one before, in tenths of a unit;
names are short, and groups that group nothing are gone.
"""

import base64
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np
from PIL import Image

Points = np.ndarray[Any, Any]  # (n, 2)

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
GENERAL = "*{stroke-linejoin:round;stroke-linecap:butt}"
DARK = "@media (prefers-color-scheme:dark){{{rules}}}"
PLACES = 1  # decimals of a point on the page
TOLERANCE = 0.15  # by which a line may leave the one that it stands for
PLACES_OF_A_MARKER = 2  # and of one in a shape that is drawn in many places
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FEW_COLOURS = 256
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}  # how many each command takes
COMMAND = re.compile(r"([MLQCzZ])([^MLQCzZ]*)")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
FAMILIES = re.compile(r"('[^']*', )+(?='[^']*', sans-serif)|'[^']*', (?=sans-serif)")
LOOKS = ("class", "clip-path")
NEIGHBOURS = 3  # that make a group worth its letters
LONG = 60  # letters of a path that is worth a name
UPRIGHT = re.compile(r"rotate\(-?0 [^)]*\)")
NUMBER = re.compile(r"-?\d+\.\d+")


def slim(root: ElementTree.Element, becomes: dict[str, str]) -> None:
    """Make a figure's tree small; becomes: which colour each is on a dark page."""
    for path, places in list(_paths(root, PLACES)):
        path.set("d", shorter(path.get("d", ""), places))
    for element in root.iter():
        for name in ("x", "y", "width", "height", "transform"):
            if name in element.attrib and element is not root:
                element.set(name, NUMBER.sub(_tenths, element.attrib[name]))
        if element.tag == f"{SVG}image":
            element.set(LINK, _small_image(element.attrib[LINK]))
        if UPRIGHT.fullmatch(element.get("transform", "")):
            del element.attrib["transform"]
        element.text = (element.text or "").strip() or None
        element.tail = None
    _define_twins(root)
    _rename(root)
    _ungroup(root)
    _classify(root, becomes)
    _share(root)


def shorter(path: str, places: int) -> str:
    """The same path, each point as the step from the one before. Rounding does not add up."""
    steps: list[str] = []
    unit = 10**places
    here = start = np.zeros(2, dtype=np.int64)
    last = ""
    for command, run in itertools.groupby(COMMAND.findall(path), key=lambda found: found[0]):
        numbers = " ".join(each for _, each in run)
        if command in "zZ":
            steps.append("z")
            here, last = start, ""
            continue
        values = np.array(numbers.split(), dtype=np.float64).reshape(-1, 2)
        points = np.rint(values * unit).astype(np.int64)
        if command == "L" and len(points) > 2:
            points = _outline(np.vstack([here, points]), TOLERANCE * unit)[1:]
        for group in points.reshape(-1, POINTS[command], 2):
            step = (group - here).ravel().tolist()
            letter = command.lower()
            if command == "L" and 0 in step:  # to the side, or up and down
                letter = "v" if step[0] == 0 else "h"
                step = [step[1 if letter == "v" else 0]]
            steps.append(_said("" if letter == last != "m" else letter, step, unit))
            here, last = group[-1], letter
            start = here if command == "M" else start
    return "".join(steps)


def _outline(points: Points, tolerance: float) -> Points:
    """The points without those that lie so near to the line between others (Douglas, Peucker)."""
    kept = np.zeros(len(points), dtype=bool)
    kept[[0, -1]] = True
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        way = points[last] - points[first]
        rest = points[first + 1 : last] - points[first]
        length = math.hypot(*way)
        # Where both ends are one point, the distance is that from this point.
        along = np.clip(rest @ way / max(length, 1) ** 2, 0, 1)
        far = np.hypot(*(rest - along[:, None] * way).T)
        if far.max() > tolerance:
            middle = first + 1 + int(far.argmax())
            kept[middle] = True
            stretches += [(first, middle), (middle, last)]
    return points[kept]


def _said(letter: str, values: list[int], unit: int) -> str:
    """A command with no more between its numbers than it takes to tell them apart."""
    text = letter
    for number in values:
        shown = f"{number / unit:.9g}"
        shown = shown.replace("0.", ".", 1) if abs(number) < unit else shown
        text += shown if shown[0] == "-" or text == letter != "" else f" {shown}"
    return text


def _paths(element: ElementTree.Element, places: int) -> Iterator[tuple[ElementTree.Element, int]]:
    if element.tag == f"{SVG}defs":
        places = PLACES_OF_A_MARKER
    if element.tag == f"{SVG}path" and "d" in element.attrib:
        yield element, places
    for child in element:
        yield from _paths(child, places)


def _tenths(number: re.Match[str]) -> str:
    return f"{float(number[0]):.{PLACES}f}".rstrip("0").rstrip(".")


def _small_image(address: str) -> str:
    head, _, data = address.partition(",")
    image: Image.Image = Image.open(io.BytesIO(base64.b64decode(data)))
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    if image.mode == "RGB" and image.getcolors(FEW_COLOURS):
        image = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=FEW_COLOURS)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return f"{head},{base64.b64encode(buffer.getvalue()).decode()}"


def _rename(root: ElementTree.Element) -> None:
    """Short names for what is referred to, none for what is not."""
    used: dict[str, str] = {}
    names = _names()
    for element in root.iter():
        found = REFERENCE.findall(" ".join(element.attrib.values()))
        if element.get(LINK, "").startswith("#"):
            found.append(element.attrib[LINK][1:])
        used.update({name: next(names) for name in found if name not in used})
    for element in root.iter():
        name = element.attrib.pop("id", "")
        if name in used:
            element.set("id", used[name])
        for key, value in element.attrib.items():
            if key == LINK and value.startswith("#"):
                element.set(key, f"#{used[value[1:]]}")
            elif "url(#" in value:
                element.set(key, REFERENCE.sub(lambda m: f"url(#{used[m[1]]})", value))


def _names() -> Iterator[str]:
    for length in itertools.count(1):
        yield from map("".join, itertools.product(LETTERS, repeat=length))


def _ungroup(element: ElementTree.Element) -> None:
    """Put in the place of a group without attributes what is in it."""
    children: list[ElementTree.Element] = []
    for child in element:
        _ungroup(child)
        bare = child.tag == f"{SVG}g" and not child.attrib
        children += list(child) if bare else [child]
    element[:] = children


def _classify(root: ElementTree.Element, becomes: dict[str, str]) -> None:
    classes: dict[str, str] = {}
    names = _names()
    for element in root.iter():
        style = element.attrib.pop("style", None)
        if style:
            style = FAMILIES.sub("", style).replace(": ", ":").replace("; ", ";").replace("'", "")
            if style not in classes:
                classes[style] = next(names)
            element.set("class", classes[style])
    light = "".join(f".{name}{{{style}}}" for style, name in classes.items())
    dark = ""
    for style, name in classes.items():
        pairs = (part.partition(":") for part in style.split(";"))
        changed = ";".join(f"{key}:{becomes[old]}" for key, _, old in pairs if old in becomes)
        dark += f".{name}{{{changed}}}" if changed else ""
    sheet = ElementTree.Element(f"{SVG}style")
    sheet.text = GENERAL + light + (DARK.format(rules=dark) if dark else "")
    root.insert(0, sheet)


def _share(element: ElementTree.Element) -> None:
    """Say once, of neighbours, what is so of all of them: here classes and clips are inherited."""
    if element.tag == f"{SVG}text":
        return  # what is in it cannot be grouped
    runs: list[ElementTree.Element] = []
    for look, run in itertools.groupby(element, key=_look):
        children = list(run)
        for child in children:
            _share(child)
        if len(children) >= NEIGHBOURS and look:
            for child in children:
                for name in dict(look):
                    del child.attrib[name]
            group = ElementTree.Element(f"{SVG}g", dict(look))
            group.extend(children)
            children = [group]
        runs += children
    element[:] = runs


def _look(element: ElementTree.Element) -> tuple[tuple[str, str], ...]:
    return tuple((key, element.attrib[key]) for key in LOOKS if key in element.attrib)


def _define_twins(root: ElementTree.Element) -> None:
    """Long paths that are drawn more than once, such as a curve on its band, are said once."""
    drawn = [element for element in root.iter(f"{SVG}path") if "id" not in element.attrib]
    counts = Counter(element.get("d", "") for element in drawn)
    twins = {d: f"twin{n}" for n, d in enumerate(counts) if counts[d] > 1 and len(d) > LONG}
    for element in drawn:
        if element.get("d") in twins:
            element.tag = f"{SVG}use"
            element.set(LINK, f"#{twins[element.attrib.pop('d')]}")
    for d, name in twins.items():
        defs = ElementTree.Element(f"{SVG}defs")
        ElementTree.SubElement(defs, f"{SVG}path", {"d": d, "id": name})
        root.insert(0, defs)
