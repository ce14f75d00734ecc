"""Foreign text made safe to show: whatever could act on a terminal or forge a line is escaped.

GitHub Actions reads commands from what its programs print: a line that begins with `::`, and `##[`
anywhere in one. Nothing that is printed there can be taken for one; how that is done depends on the
form.
"""

import os
import re
import unicodedata
from collections.abc import Iterable

MARKS = 4  # combining marks that one letter may carry; more are no language but a flood

# What Python calls printable although nothing of it can be seen: fillers, joiners, variation
# selectors, the empty braille pattern. All else that is invisible it calls unprintable.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_NOT_PLAIN = re.compile("[^ -~]+")  # whatever more may be said of each character of it

# Colours may stand before it; the runner trims whatever is white space.
_COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[\d;]*m)*):(?=:)", re.MULTILINE)


def clean(text: str, limit: int = 2000, lines: bool = False) -> str:
    """Text from elsewhere on one line, with `\\u2028` and the like for what is not plain to see.

    Escaped are controls, separators, what changes the direction of writing, what has no width or
    no meaning, and marks heaped on a letter. limit: characters that are shown at most; lines:
    whether the text may have several lines, and tabs.
    """
    shown = text[:limit]
    if lines:
        shown = shown.replace("\r\n", "\n")
    if not (shown.isascii() and shown.isprintable()):
        shown = _escaped(shown, "\n\t" if lines else "")
    return shown[:limit] + " …" if len(text) > limit or len(shown) > limit else shown


def clean_lines(lines: Iterable[str]) -> str:
    """One text of these lines, each cleaned by itself: none of them can become two."""
    return "\n".join(map(clean, lines))


def in_actions() -> bool:
    """Whether GitHub Actions reads what is printed."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def harmless(text: str) -> str:
    """A text for people without commands to GitHub Actions, where that reads it."""
    return _COMMAND.sub(r"\1: ", text).replace("##[", "# #[") if in_actions() else text


def harmless_markup(text: str) -> str:
    """The same for XML and HTML, which say the same and hold no commands."""
    return _COMMAND.sub(r"\1&#58;", text).replace("##[", "&#35;#[")


def _escaped(text: str, kept: str) -> str:
    return _NOT_PLAIN.sub(lambda found: _escaped_run(found, kept), text)


def _escaped_run(found: re.Match[str], kept: str) -> str:
    shown = []
    marks = 0 if found.start() else MARKS  # in a row; a text's first has no letter to stand on
    for char in found[0]:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        plain = char.isprintable() and marks <= MARKS and not _UNSEEN.match(char)
        shown.append(char if plain or char in kept else _escape(char))
    return "".join(shown)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
