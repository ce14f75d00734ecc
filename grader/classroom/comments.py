"""What an instructor says to groups of equal wrong answers: one TOML file, for class after class.

Values change with the seed and the suite, so none of them can name a group. A known mistake's name
can, and the exception on which files cannot be imported; else a group is named by an example, one
member's code without comments. A later class's members are those who answer as the example does: it
is graded along with them, by the same tests with the same seed.

The file is the instructor's. What stands there stays, byte for byte, but for the lines that begin
with MARK and for entries that nobody has written in and that no group needs any more.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..contents.course import Course, UsageError
from ..contents.drafts import parsed
from ..contents.mistakes import load_knowledge
from ..contents.writing import toml
from ..words.text import clean
from .collect import EXAMPLE, Attempt, Collected, Submitted
from .grading import Graded
from .groups import Group

UNREADABLE = "{path} cannot be read: {reason}."
NO_ENTRY = (
    "{path}: an entry begins with [[group]] on a line of its own and has the texts exercise and "
    "comment, and the text error or the lists of texts mistakes and code."
)
SEEN = "{count} in the class of {made}. {said}"
PREAMBLE = """\
# What you say to everyone whose answers are wrong in the same way. Write between the quotes of
# comment; several lines go between three quotes. The next call of the session puts it into the
# feedback, and so do later classes with --comments and this file.
# A group is known by mistakes, by error, or by code: who answers as this code does belongs to it.
"""

MARK = "#: "  # of the line that each class writes anew
BEGIN = "[[group]]"
MAX_CODE = 20_000  # characters of an example

_BEGIN = re.compile(r"^\[\[group\]\][ \t]*(?:#.*)?\r?$", re.M)
_SEEN = re.compile(rf"[^\n]*\n({MARK}[^\r\n]*)")  # an entry's second line
_TEXTS = ("exercise", "comment", "error")
_LISTS = ("mistakes", "code")


@dataclass
class Entry:
    """One entry. text: as the file has it; group: where it belongs in this class."""

    exercise: str
    comment: str
    error: str
    mistakes: tuple[str, ...]
    code: str
    text: str
    groups: list[Group] = field(default_factory=list)


class Comments:
    """The file of comments."""

    def __init__(self, path: Path) -> None:
        """Read it, if it is there. Raises UsageError."""
        self.path = path
        self._head, self._entries = PREAMBLE, list[Entry]()
        shown = clean(str(path))
        try:
            text = path.read_bytes().decode("utf-8-sig")
            contents = tomllib.loads(text.replace("\r\n", "\n"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise UsageError(UNREADABLE.format(path=shown, reason=error)) from None
        starts = [found.start() for found in _BEGIN.finditer(text)]
        self._head = text[: starts[0]] if starts else text
        blocks = [text[start:end] for start, end in pairwise([*starts, len(text)])]
        try:
            self._entries = [Entry(*_read(_loaded(block)), block) for block in blocks]
            told = [_read(each) for each in contents.get("group", [])]
            if set(contents) - {"group"} or told != [_read(_loaded(each)) for each in blocks]:
                raise ValueError
        except (ValueError, TypeError, KeyError, AttributeError):
            raise UsageError(NO_ENTRY.format(path=shown)) from None

    def examples(self, course: Course, collected: Collected) -> list[Submitted]:
        """The examples that are to be graded with a class to know who has a comment coming."""
        found = []
        by_name = {exercise.name: exercise for exercise in course.exercises}
        for number, entry in enumerate(self._entries):
            exercise = by_name.get(entry.exercise)
            if not exercise or not entry.code or not entry.comment:
                continue
            known = {mistake.name for mistake in load_knowledge(exercise).mistakes}
            if entry.mistakes and known.issuperset(entry.mistakes):
                continue
            attempts = [each.files.get(entry.exercise, []) for each in collected.handins]
            if not any(normal(each.source) == entry.code for them in attempts for each in them):
                attempt = Attempt(entry.exercise, entry.code.encode(), "", ("", 0, 0))
                name = f"{EXAMPLE}{number}"
                found.append(Submitted(name, name, files={entry.exercise: [attempt]}))
        return found

    def attach(self, groups: Sequence[Group]) -> list[Group]:
        """Give each group its comments; the groups less the examples in them."""
        for group in groups:
            codes = {code_of(group, member) for member in group.members} - {""}
            examples = {each.handin.origin for each in group.members}
            group.members = [
                each for each in group.members if not each.handin.origin.startswith(EXAMPLE)
            ]
            for number, entry in enumerate(self._entries):
                if (
                    entry.exercise == group.exercise
                    and group.members
                    and (
                        (entry.mistakes and entry.mistakes == group.mistakes)
                        or (entry.error and entry.error == group.error)
                        or entry.code in codes
                        or f"{EXAMPLE}{number}" in examples
                    )
                ):
                    entry.groups.append(group)
                    group.comments += [entry.comment] if entry.comment else []
        return [group for group in groups if group.members]

    def updated(self, groups: Iterable[Group], made: str) -> str:
        """The file's text with an entry for every group. made: the day, as text."""
        blocks = []
        for entry in self._entries:
            seen = [_seen(group, made) for group in entry.groups]
            if not seen and _is_untouched(entry):
                continue
            line = _SEEN.match(entry.text) if seen else None
            start, end = line.span(1) if line else (0, 0)
            told = MARK + " ".join(seen) if line else ""
            blocks.append(entry.text[:start] + told + entry.text[end:])
        has_entry = {id(group) for entry in self._entries for group in entry.groups}
        blocks += [_block(group, made) for group in groups if id(group) not in has_entry]
        head = self._head if self._head.endswith("\n") or not self._head else f"{self._head}\n"
        return head + "".join(blocks)


@lru_cache(256)  # it is asked for again and again: for groups, for entries, for drafts
def normal(source: bytes | str) -> str:
    """A file's code without comments, docstrings and layout; "" where it is no Python.

    Also "" of a file that is far too long for an example: seconds for each would be spent in vain.
    """
    if len(source) > 2 * MAX_CODE:
        return ""
    try:
        text = source if isinstance(source, str) else source.decode("utf-8-sig", "replace")
        return ast.unparse(parsed(text))
    except (ValueError, RecursionError):
        return ""


def code_of(group: Group, member: Graded) -> str:
    """A member's code, if it is all that there is to know of how they answer."""
    report = member.reports[group.exercise]
    if report.helpers or any(each.origin == "own" for each in report.imports):
        return ""
    return normal(member.sources.get(group.exercise, b""))


def _seen(group: Group, made: str) -> str:
    said = clean(group.said, 200)
    return SEEN.format(count=len(group.members), made=made, said=said)


def _block(group: Group, made: str) -> str:
    """A new entry, its comment empty; "" for a group that could not be found again."""
    codes = [code_of(group, member) for member in group.members]
    fitting = sorted({code for code in codes if 0 < len(code) <= MAX_CODE}, key=len)
    if not (fitting or group.mistakes or group.error):
        return ""
    code = fitting[0] if fitting and not group.error else ""
    text = _written(group.exercise, group.error, group.mistakes, code)
    return f"\n{BEGIN}\n{MARK}{_seen(group, made)}\n{text}"


def _written(exercise: str, error: str, mistakes: Sequence[str], code: str) -> str:
    """An entry without its first two lines; a line of code is never a line of the file."""
    lines = [f"exercise = {toml(exercise)}", 'comment = ""']
    if error:
        lines.append(f"error = {toml(error)}")
    if mistakes:
        lines.append(f"mistakes = {toml(mistakes)}")
    if code:
        lines += ["code = [", *(f"    {toml(line)}," for line in code.split("\n")), "]"]
    return "\n".join(lines) + "\n"


def _is_untouched(entry: Entry) -> bool:
    """Whether an entry is as it was written here."""
    lines = [line for line in entry.text.replace("\r\n", "\n").split("\n") if line]
    written = _written(entry.exercise, entry.error, entry.mistakes, entry.code).split("\n")
    kept = [line for number, line in enumerate(lines) if number != 1 or not line.startswith(MARK)]
    return kept == [BEGIN, *(line for line in written if line)]


def _loaded(block: str) -> Mapping[str, Any]:
    """What stands in one entry. Raises ValueError and KeyError."""
    (entry,) = tomllib.loads(block.replace("\r\n", "\n"))["group"]
    found: Mapping[str, Any] = entry
    return found


def _read(entry: Mapping[str, Any]) -> tuple[str, str, str, tuple[str, ...], str]:
    """exercise, comment, error, mistakes, code. Raises ValueError."""
    found = {**dict.fromkeys(_TEXTS, ""), **{name: [] for name in _LISTS}, **entry}
    texts, (mistakes, code) = [found[name] for name in _TEXTS], [found[name] for name in _LISTS]
    every = [*texts, *mistakes, *code]
    if found.keys() != {*_TEXTS, *_LISTS} or not all(isinstance(each, str) for each in every):
        raise ValueError
    exercise, comment, error = texts
    if not exercise:
        raise ValueError
    return exercise, comment.strip(), error, tuple(mistakes), "\n".join(code)
