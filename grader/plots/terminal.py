"""A picture in a terminal that can show one: by kitty's protocol, iTerm2's, or sixels.

What a terminal can do is known from its environment, or from its answer to DA1, the question for
primary attributes, of which 4 stands for sixels.
"""

import base64
import os
import re
import select
import shutil
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

Kind = Literal["kitty", "iterm", "sixel", ""]

LINK = "\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"
BRAILLE = range(0x2801, 0x2900)
PICTURES = ("\x1b_G", "\x1b]1337;", "\x1bP")  # what begins one, of each kind
CHUNK = 4096  # bytes of base64 in one of kitty's messages
ASK = b"\x1b[c"
ANSWER = re.compile(rb"\x1b\[\?([\d;]*)c")
PATIENCE = 0.3  # seconds for an answer
SIXEL_COLOURS = 64
PIXELS_A_COLUMN = 9
WIDEST = 110  # columns of a picture
ROWS_BESIDE = 9  # of the terminal, for what is said beside a picture
ROW_HEIGHT = 2  # times the width of a column, about
MOST_PIXELS = 1200

_KITTY = ("ghostty", "WezTerm")
_ITERM = ("iTerm.app", "mintty")
_SIXEL = ("foot", "mlterm", "yaft", "contour")


def ability(environment: Mapping[str, str], ask: bool = False) -> Kind:
    """How this terminal can show pictures, "" if it cannot; ask: whether to ask it itself."""
    program, name = environment.get("TERM_PROGRAM", ""), environment.get("TERM", "")
    if environment.get("TMUX") or name.startswith(("screen", "tmux")) or name in ("", "dumb"):
        return ""  # what lies between would swallow it, or show it in the wrong place
    if "KITTY_WINDOW_ID" in environment or name == "xterm-kitty" or program in _KITTY:
        return "kitty"
    if program in _ITERM or environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm"
    if "sixel" in name or name.startswith(_SIXEL) or (ask and _has_sixels()):
        return "sixel"
    return ""


def has_links(environment: Mapping[str, str]) -> bool:
    """Whether this terminal takes a link for one, or shows only its text."""
    known = environment.get("TERM", "") not in ("", "dumb", "linux")
    return known or "WT_SESSION" in environment


def link(path: Path, text: str) -> str:
    """Text that leads to a file when it is clicked."""
    return LINK.format(uri=path.resolve().as_uri(), text=text)


def linked(path: Path, text: str, terminal: bool) -> str:
    """Text about a file, which leads there in a terminal that takes links."""
    return link(path, text) if terminal and has_links(os.environ) else text


def has_picture(text: str) -> bool:
    """Whether a text is more than words: a picture of any kind."""
    return any(each in text for each in PICTURES) or any(ord(char) in BRAILLE for char in text)


def picture_here(png: Path, size: Sequence[int] | None) -> str:
    """A PNG file in this terminal, "" if it shows no pictures.

    size: columns and rows of a terminal that another process has, None for our own.
    """
    columns, rows = size or shutil.get_terminal_size()
    kind = ability(os.environ, ask=size is None)
    room = max(1, rows - ROWS_BESIDE)
    return picture(png, kind, min(columns, WIDEST), room) if kind else ""


def picture(png: Path, kind: Kind, columns: int, rows: int) -> str:
    """A PNG file for a terminal of this kind, at most so many columns wide and rows high."""
    wide, high = struct.unpack(">II", png.read_bytes()[16:24])
    columns = max(1, min(columns, rows * ROW_HEIGHT * wide // high))
    if kind == "kitty":
        return _kitty(png.read_bytes(), columns)
    if kind == "iterm":
        data = base64.b64encode(png.read_bytes()).decode()
        size = f"width={columns};preserveAspectRatio=1;inline=1"
        return f"\x1b]1337;File={size}:{data}\a"
    if kind == "sixel":
        return _sixel(png, columns)
    raise ValueError(f"no terminal of kind {kind!r} shows pictures")


def _kitty(png: bytes, columns: int) -> str:
    data = base64.b64encode(png).decode()
    chunks = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    messages = []
    for number, chunk in enumerate(chunks):
        first = f"a=T,f=100,q=2,c={columns}," if number == 0 else ""
        more = int(number < len(chunks) - 1)
        messages.append(f"\x1b_G{first}m={more};{chunk}\x1b\\")
    return "".join(messages)


def _sixel(png: Path, columns: int) -> str:
    """The picture in few colours, six rows of pixels at a time."""
    import numpy as np
    from PIL import Image

    image = Image.open(png).convert("RGB")
    width = min(columns * PIXELS_A_COLUMN, image.width, MOST_PIXELS)
    image = image.resize((width, max(1, image.height * width // image.width)))
    few = image.quantize(SIXEL_COLOURS)
    cells = np.asarray(few)
    table = (few.getpalette() or [])[: 3 * SIXEL_COLOURS]
    text = [f'\x1bPq"1;1;{cells.shape[1]};{cells.shape[0]}']
    for number in range(len(table) // 3):
        red, green, blue = (round(value * 100 / 255) for value in table[3 * number :][:3])
        text.append(f"#{number};2;{red};{green};{blue}")
    for top in range(0, len(cells), 6):
        band = cells[top : top + 6]
        weights = (1 << np.arange(len(band)))[:, None]
        for number in np.unique(band):
            bits = np.sum((band == number) * weights, axis=0)
            ends = np.flatnonzero(np.diff(bits, append=-1)) + 1
            text.append(f"#{number}{_runs(bits.tolist(), ends.tolist())}$")
        text.append("-")
    return "".join(text) + "\x1b\\"


def _runs(bits: list[int], ends: list[int]) -> str:
    """Sixels with long repetitions written as a count; ends: where each run of equal ones ends."""
    text = []
    start = 0
    for end in ends:
        count, sixel = end - start, chr(63 + bits[start])
        text.append(f"!{count}{sixel}" if count > 3 else sixel * count)
        start = end
    return "".join(text)


def _has_sixels() -> bool:
    """What the terminal itself says; False where it cannot be asked."""
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    answer = b""
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        os.write(sys.stdout.fileno(), ASK)
        while not ANSWER.search(answer) and select.select([terminal], [], [], PATIENCE)[0]:
            answer += os.read(terminal, 64)
    except OSError:
        return False
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
    found = ANSWER.search(answer)
    return found is not None and b"4" in found[1].split(b";")[1:]
