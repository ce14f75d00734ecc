"""Sentences as lines that fit a terminal."""

import shutil
import textwrap
from typing import IO

from .sessions import INDENT


def prose(text: str, stream: IO[str]) -> str:
    """Sentences as they are written to a stream: to a terminal, broken between words.

    What is indented like a command stays whole: it is there to be pasted.
    """
    if not stream.isatty():
        return text
    columns = shutil.get_terminal_size().columns
    lines = text.split("\n")
    return "\n".join(
        piece
        for line in lines
        for piece in ([line] if line.startswith(INDENT) else filled(line, columns))
    )


def filled(line: str, columns: int) -> list[str]:
    """A line of prose as lines that fit; a path is never broken, so that it can be clicked."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line, columns, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent
    ) or [""]
