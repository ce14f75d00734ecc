"""What takes the whole screen for a while: a text that scrolls, a list to choose from."""

from collections.abc import Callable, Sequence
from typing import Literal

from rich.console import Console
from rich.text import Text

from ..contents.course import Exercise
from .keys import BACKSPACE, DOWN, END, ENTER, ESCAPE, HOME, PAGE_DOWN, PAGE_UP, UP

# Every sentence of them stands here, whole.
SCROLL = "{first}-{last} of {count}  ↑ ↓ space b: scroll  q: back"
WHOLE = "q: back"
CHOOSE = "↑ ↓: choose  Enter: open  /: filter  q: back"
FILTER = "/{filter}▏ Enter: keep  Esc: show all"
BACK = "Press Enter to go back to the verdict."
NONE = "No exercise is like that."

Outcome = Literal["open", "closed"] | Exercise  # what a key has made of it, or what was chosen
Entry = tuple[str, Exercise | None]  # a line of the list, and the exercise in it, if any

_BACK = ("q", ESCAPE, ENTER)


class Pager:
    """A text in a window that scrolls."""

    def __init__(self, content: Callable[[int], Sequence[str]]) -> None:
        """content: the lines for a window of so many columns."""
        self._content = content
        self._top = 0
        self._page = 1  # lines that the window showed last, and of how many
        self._count = 0

    def press(self, key: str) -> Outcome:
        """Scroll, or end."""
        if key in _BACK:
            return "closed"
        steps = {
            **dict.fromkeys((UP, "k"), -1),
            **dict.fromkeys((DOWN, "j"), 1),
            **dict.fromkeys((PAGE_UP, "b"), -self._page),
            **dict.fromkeys((PAGE_DOWN, " "), self._page),
            **dict.fromkeys((HOME, "g"), -self._count),
            **dict.fromkeys((END, "G"), self._count),
        }
        self._top += steps.get(key, 0)
        return "open"

    def frame(self, width: int, height: int) -> list[str]:
        """What the window shows."""
        lines = self._content(width)
        self._page, self._count = max(height - 1, 1), len(lines)
        self._top = max(0, min(self._top, len(lines) - self._page))
        shown = lines[self._top : self._top + self._page]
        last = self._top + len(shown)
        status = SCROLL.format(first=self._top + 1, last=last, count=len(lines))
        return [*shown, (status if len(shown) < len(lines) else WHOLE)[: width - 1]]


class Picture:
    """What is drawn in a terminal that can show it, until any key."""

    def __init__(self, text: str) -> None:
        self.text = text

    def press(self, key: str) -> Outcome:
        """End."""
        return "closed"

    def frame(self, width: int, height: int) -> list[str]:
        """What the window shows."""
        return [*self.text.split("\n")[: height - 1], BACK]


class Choice:
    """A list of exercises: arrows choose one, typing after a / filters, Enter opens."""

    def __init__(
        self, entries: Callable[[int, str], Sequence[Entry]], chosen: Exercise, console: Console
    ) -> None:
        """entries: the lines for so many columns of those that are like a text."""
        self._entries = entries
        self._chosen: Exercise | None = chosen
        self._console = console
        self._filter = ""
        self._typing = False
        self._page = 1
        self._shown: list[Exercise] = []

    def press(self, key: str) -> Outcome:
        """Move, filter, choose, or end."""
        if self._typing:
            self._type(key)
            return "open"
        if key == ENTER:
            return self._chosen or "open"
        if key == ESCAPE and self._filter:
            self._filter = ""
        elif key in ("q", "l", ESCAPE):
            return "closed"
        self._typing = key == "/"
        steps = {UP: -1, DOWN: 1, "k": -1, "j": 1, PAGE_UP: -self._page, PAGE_DOWN: self._page}
        steps |= {HOME: -len(self._shown), END: len(self._shown), " ": self._page}
        self._move(steps.get(key, 0))
        return "open"

    def _type(self, key: str) -> None:
        if key == BACKSPACE:
            self._filter = self._filter[:-1]
        elif len(key) == 1 and key.isprintable():
            self._filter += key
        elif key in (UP, DOWN):
            self._move(1 if key == DOWN else -1)
        elif key in (ENTER, ESCAPE):
            self._typing = False
            self._filter *= key == ENTER

    def _move(self, steps: int) -> None:
        if self._chosen in self._shown:
            place = self._shown.index(self._chosen) + steps
            self._chosen = self._shown[max(0, min(place, len(self._shown) - 1))]

    def frame(self, width: int, height: int) -> list[str]:
        """What the window shows."""
        entries = self._entries(width - 2, self._filter)
        self._shown = [exercise for _, exercise in entries if exercise]
        if self._chosen not in self._shown:
            self._chosen = next(iter(self._shown), None)
        self._page = max(height - 2, 1)
        place = next((n for n, (_, e) in enumerate(entries) if e and e == self._chosen), 0)
        top = max(0, min(place - self._page // 2, len(entries) - self._page))
        lines = []
        for line, exercise in entries[top : top + self._page]:
            chosen = exercise is not None and exercise == self._chosen
            lines.append(self._pointed(line) if chosen else f"  {line}")
        status = FILTER.format(filter=self._filter) if self._typing else CHOOSE
        return [*(lines or [NONE]), "", status[: width - 1]]

    def _pointed(self, line: str) -> str:
        """A line with a sign before it, and in reverse where the terminal can do so."""
        with self._console.capture() as capture:
            text = Text("› ") + Text.from_ansi(line)
            self._console.print(Text(text.plain, "reverse"), end="", crop=False, highlight=False)
        return capture.get()


Instead = Pager | Picture | Choice


def code_lines(text: str, width: int) -> list[str]:
    """A file's text as the lines of a window: a long one takes several."""
    lines = text.expandtabs().rstrip().split("\n")
    return [x[i : i + width] for x in lines for i in range(0, max(len(x), 1), width)]
