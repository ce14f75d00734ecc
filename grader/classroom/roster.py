"""Who is in the class, and which hand-in is whose."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..contents.course import UsageError
from ..words.text import clean
from .tables import Table

NO_COLUMNS = (
    "{path} is no roster: its first line should name a column such as student, id, username, "
    "email or name."
)

NOBODY = ("Points Possible", "Student, Test")  # rows of Canvas
_IDS = (
    "student", "studentid", "studentnumber", "id", "username", "userid", "identifier", "login",
    "loginid", "sisuserid", "sisloginid", "sid", "orgdefinedid", "idnumber", "githubusername",
    "github", "usernames", "학번", "아이디", "email", "emailaddress", "mail", "이메일",
)  # fmt: skip
_NAMES = ("name", "fullname", "studentname", "displayname", "이름", "성명", "학생이름")
_FIRST = ("firstname", "givenname", "first")
_LAST = ("lastname", "surname", "familyname", "last")


@dataclass(frozen=True)
class Person:
    """One of the class. keys: all that identifies them, in any system."""

    student: str
    name: str
    keys: frozenset[str]


def read_roster(path: Path) -> list[Person]:
    """Everyone in a CSV with a header, or in what Canvas or Moodle exported. Raises UsageError."""
    table = Table.read(path)
    titles = [re.sub(r"[\W_]+", "", title).casefold() for title in table.header]
    if titles[0] == "student" and {"id", "section"} <= {*titles}:
        titles[0] = "name"  # as Canvas means it
    ids = [titles.index(title) for title in _IDS if title in titles]
    names = [titles.index(title) for title in _NAMES if title in titles]
    first = [titles.index(title) for title in _FIRST if title in titles]
    last = [titles.index(title) for title in _LAST if title in titles]
    if not (ids or names):
        raise UsageError(NO_COLUMNS.format(path=clean(str(path))))
    people = []
    for row in table.rows[1:]:
        cells = [cell.value.strip().removeprefix("#") for cell in row]
        cells += [""] * (len(titles) - len(cells))
        name = " ".join(cells[at] for at in names[:1] or [*first, *last] if cells[at])
        keys = [cells[at] for at in ids if cells[at]]
        # "Participant 1001" has the number 1001 in the names of Moodle's files.
        keys += [number for key in keys for number in re.findall(r"^\D+ (\d+)$", key)]
        if (name or keys) and name not in NOBODY:
            people.append(Person((keys or [name])[0], name, frozenset(keys)))
    return people


def spellings(name: str) -> frozenset[str]:
    """A name without case, blanks and marks, the family name first or last."""
    words = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    if not words:
        return frozenset()
    orders = (words, [words[-1], *words[:-1]], [*words[1:], words[0]])
    return frozenset("".join(order) for order in orders)


class Register:
    """Finds people by what a system calls them; never by half of it, and never one of two."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._keys: dict[str, set[Person]] = {}
        self._names: dict[str, set[Person]] = {}
        for person in people:
            for key in (person.student, *person.keys):
                self._keys.setdefault(key.casefold(), set()).add(person)
            for name in spellings(person.name):
                self._names.setdefault(name, set()).add(person)

    def find(self, keys: Iterable[str], name: str) -> Person | None:
        """The one person who goes by one of these keys, or else, only one, by this name."""
        by_key = {p for key in keys if key for p in self._keys.get(key.casefold(), ())}
        if by_key:
            return by_key.pop() if len(by_key) == 1 else None
        by_name = {p for spelt in spellings(name) for p in self._names.get(spelt, ())}
        return by_name.pop() if len(by_name) == 1 else None
