"""Known mistakes, correct alternatives and hints: an exercise's TOML file, checked.

A mistake is an edit of the solution, so it cannot drift from it: `replace` occurs there exactly
once. Where one edit cannot say it, `source` is a whole replacement file. Other ways to make the
same mistake, with other values, are its `forms`: a list of such edits. `free` is a number in `with`
for which any other may stand. `section` at the top of the file is the README's section for every
mistake that names none of its own.

An alternative that computes other numbers is a `base`: edits that fit it are mistakes there too.
"""

import itertools
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .course import Exercise, UsageError

KEPT = 64  # exercises whose knowledge is kept

UNREADABLE = "{where} cannot be read: {problem}."

_EDIT = {"replace", "with"}
_OPTIONAL = {"section", "source", "forms", "free", "base"} | _EDIT
_NO_TEXT = {"forms", "base"}
_ALLOWED = {
    "mistake": {"name", "feedback", "section", "source", "forms", "free"} | _EDIT,
    "alternative": {"name", "reason", "source", "base"} | _EDIT,
    "equivalent": {"line", "becomes", "reason"},
}


@dataclass(frozen=True)
class Mistake:
    """A known mistake, in one of its forms. source: the solution with the mistake in it.

    section: of the README; replace, becomes: the edit that makes it; both "" where one edit cannot
    say it; free: a number in becomes for which any other may stand.
    """

    name: str
    source: str
    feedback: str
    section: str = ""
    replace: str = ""
    becomes: str = ""
    free: str = ""

    def made_in(self, source: str) -> str:
        """A source with this mistake's edit in it; "" where it does not apply exactly once."""
        if not self.replace or source.count(self.replace) != 1:
            return ""
        return source.replace(self.replace, self.becomes)


@dataclass(frozen=True)
class Alternative:
    """A correct variant of the solution, and why it is as good."""

    name: str
    source: str
    reason: str


@dataclass(frozen=True)
class Equivalent:
    """A mutant that nothing can tell from the solution: the line, what it becomes, why."""

    line: str
    becomes: str
    reason: str


@dataclass(frozen=True)
class Knowledge:
    """All that is known about how an exercise goes wrong, and right.

    mistakes: one for each form and base, so that several may have one name.
    """

    hints: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()


def load_knowledge(exercise: Exercise) -> Knowledge:
    """Read an exercise's TOML file; nothing is known if there is none. Raises UsageError."""
    try:
        text = exercise.mistakes.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Knowledge()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(UNREADABLE.format(where=_where(exercise), problem=error)) from None
    return parse_knowledge(exercise, text)


def parse_knowledge(exercise: Exercise, text: str) -> Knowledge:
    """What the text of an exercise's TOML file says. Raises UsageError."""
    return _parsed(exercise, text, exercise.solution.read_text(encoding="utf-8"))


@lru_cache(KEPT)  # every wrong answer asks for it
def _parsed(exercise: Exercise, text: str, solution: str) -> Knowledge:
    where = _where(exercise)
    try:
        contents = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(UNREADABLE.format(where=where, problem=error)) from None
    unknown = set(contents) - {"hints", "section", *_ALLOWED}
    if unknown:
        raise UsageError(f"{where} has an unknown key: {', '.join(sorted(unknown))}.")
    entries = {sort: contents.get(sort, []) for sort in _ALLOWED}
    if not _are(str, contents.get("hints", [])) or not isinstance(contents.get("section", ""), str):
        raise UsageError(f"{where}: hints are a list of texts, and section is one text.")
    for sort, found in entries.items():
        if not _are(dict, found):
            raise UsageError(f"{where}: every {sort} begins with [[{sort}]] on a line of its own.")
        _check_keys(where, sort, found)
    _check_names(where, [*entries["mistake"], *entries["alternative"]])
    section = contents.get("section", "")
    mistakes = [
        Mistake(
            e["name"],
            _edited(where, e, solution),
            e["feedback"],
            e.get("section", section),
            e.get("replace", ""),
            e.get("with", ""),
            e.get("free", ""),
        )
        for entry in entries["mistake"]
        for e in _in_all_forms(where, entry)
    ]
    bases = [_edited(where, e, solution) for e in entries["alternative"] if e.get("base")]
    return Knowledge(
        hints=tuple(contents.get("hints", [])),
        mistakes=(*mistakes, *_on_bases(mistakes, bases)),
        alternatives=tuple(
            Alternative(e["name"], _edited(where, e, solution), e["reason"])
            for e in entries["alternative"]
        ),
        equivalents=tuple(
            Equivalent(e["line"], e["becomes"], e["reason"]) for e in entries["equivalent"]
        ),
    )


def section_of(exercise: Exercise) -> str:
    """Where the README explains an exercise; "" if that is not known.

    Only the file's top is read for this: whoever is told has no time for all its mistakes.
    """
    if exercise.in_kit:
        return exercise.readme(exercise.section)
    try:
        top = exercise.mistakes.read_text(encoding="utf-8").partition("\n[[")[0]
        return exercise.readme(str(tomllib.loads(top).get("section", "")))
    except (OSError, ValueError):
        return exercise.readme()


def _where(exercise: Exercise) -> str:
    return exercise.mistakes.relative_to(exercise.root).as_posix()


def _are(kind: type, values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _in_all_forms(where: str, entry: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """A mistake's entry, and one more for each of its other forms."""
    yield entry
    said = {key: entry[key] for key in ("name", "feedback", "section") if key in entry}
    forms = entry.get("forms", [])
    if not _are(dict, forms) or not all(_is_form(form) for form in forms):
        raise UsageError(f"{where}, {entry['name']!r}: a form is source, or replace and with.")
    yield from (said | form for form in forms)


def _is_form(form: dict[str, Any]) -> bool:
    allowed = not set(form) - _EDIT - {"source", "free"}
    return allowed and _is_edit(form) and _are(str, list(form.values()))


def _on_bases(mistakes: Sequence[Mistake], bases: Sequence[str]) -> Iterable[Mistake]:
    """The mistakes whose edits apply once to one of these sources, made there."""
    for base, mistake in itertools.product(bases, mistakes):
        if made := mistake.made_in(base):
            yield replace(mistake, source=made)


def _is_edit(entry: dict[str, Any]) -> bool:
    edited = "source" in entry or set(entry) >= _EDIT
    return edited and not ("source" in entry and _EDIT & set(entry))


def _check_keys(where: str, sort: str, entries: Iterable[dict[str, Any]]) -> None:
    for number, entry in enumerate(entries, 1):
        label = f"{where}, {sort} {entry.get('name', number)!r}"
        unknown = set(entry) - _ALLOWED[sort]
        if not _are(str, [value for key, value in entry.items() if key not in _NO_TEXT]):
            raise UsageError(f"{label}: everything in it is text, in quotes.")
        if unknown:
            raise UsageError(f"{label} has an unknown key: {', '.join(sorted(unknown))}.")
        if sort != "equivalent" and not _is_edit(entry):
            raise UsageError(f"{label} needs either source, or replace and with.")
        missing = _ALLOWED[sort] - set(entry) - _OPTIONAL
        if missing:
            raise UsageError(f"{label} lacks: {', '.join(sorted(missing))}.")


def _check_names(where: str, entries: Iterable[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry["name"] in seen:
            raise UsageError(f"{where} has two entries named {entry['name']!r}.")
        seen.add(entry["name"])


def _edited(where: str, entry: dict[str, Any], solution: str) -> str:
    """The solution with an entry's edit applied; it must apply once and compile."""
    label = f"{where}, {entry['name']!r}"
    if entry.get("free", "") not in entry.get("with", ""):
        raise UsageError(f"{label}: its free number does not occur in its with.")
    source: str = entry.get("source", "")
    if not source:
        count = solution.count(entry["replace"])
        if count != 1:
            raise UsageError(
                f"{label}: its replace occurs {count} times in the solution, not exactly once."
            )
        source = solution.replace(entry["replace"], entry["with"])
    try:
        compile(source, label, "exec")
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{label} does not compile: {error}.") from None
    return source
