"""Collects a class: which file of which source is whose, and of which exercise.

What belongs to nobody, or to no exercise, is listed and never guessed.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..contents.course import TREE, Course, Exercise
from ..contents.plain import MAX_SOURCE, Unreadable
from ..words.text import clean
from .archive import Member, is_junk, members, zip_members
from .forms import Place, recognise
from .notebooks import sources_in
from .roster import Person, Register

EXAMPLE = "an example/"  # how what is graded only to be compared is called; no student is
MAX_HANDIN = 8 << 20  # bytes that are read of one student's hand-ins, in each source
MAX_PACKED = 4 << 20  # bytes of a zip that a student handed in
MAX_FILES = 2000  # in it, and in all that a student handed in
MAX_TOLD = 20  # sentences about one hand-in
MAX_MARK, MAX_MARKS = 50, 4  # what systems add to a second file's name: characters, how often

NOBODYS = "{path} belongs to no student."
NO_EXERCISE = "{path} is no exercise's file."
NESTED = "{path} is a zip within a zip that was handed in; it is not opened."
PACKED = "{path} is packed in a form that is not opened; a zip would be."
ALL_TOO_LARGE = "{path} is not read: the hand-in is larger than {limit} MiB."
TOO_MANY = "The hand-in has more than {count} files; the others are not looked at."
NOT_UTF8 = "{path} is not written in UTF-8, as Python expects; save it as UTF-8."
TWO_FILES = "There are several different files for {exercise}: {paths}. None of them is taken."
NOT_READ = "{path} is not read: {problem}"
AND_MORE = "And {count} more."

_OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".alz", ".egg")
_COPY = re.compile(
    r"(?:-(?P<a>\d{1,9})|-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[ _]?\((?P<b>\d{1,9})\)"
    r"|(?:[ _-]+|(?:\.py)?의 )(?:copy|복사본|사본)(?:[ _]?\(?\d{1,9}\)?)?)$",
    re.I,
)
_COPY_OF = re.compile(r"^(?:copy of|복사본|사본)[ _-]+", re.I)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+", re.M)
# Folders of a copied course whose files are nobody's work.
_NOT_WORK = frozenset(
    {"solutions", "stubs", "suites", "mistakes", "figures", "grader", "tests", ".backups"}
)


@dataclass(frozen=True)
class Attempt:
    """One file for one exercise. order: sorts by time, then by how it is named."""

    path: str
    source: bytes
    problem: str
    order: tuple[str, int, int]


@dataclass
class Submitted:
    """All that one student handed in.

    student: by the roster, if it knows them; origin: by the source, which no roster changes; files:
    an exercise's name → its attempts, oldest first; helpers: other files that these may import, by
    stem or "chapter.stem"; notes: what was not taken, in sentences.
    """

    student: str
    origin: str
    name: str = ""
    late: bool = False
    keys: frozenset[str] = frozenset()
    files: dict[str, list[Attempt]] = field(default_factory=dict)
    helpers: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def who(self) -> str:
        """Name and id, safe to show."""
        return clean(f"{self.name} ({self.student})" if self.name else self.student, 200)


@dataclass
class Collected:
    """A class. forms: each source and its form; unmatched: sentences; missing: by the roster."""

    handins: list[Submitted] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)


def collect(course: Course, sources: Sequence[Path], roster: Sequence[Person] = ()) -> Collected:
    """Read all sources. Raises UsageError where one of them is none at all."""
    found = Collected()
    handins: dict[str, Submitted] = {}
    ids = frozenset(key for person in roster for key in person.keys)
    for source in sources:
        _collect(course, source, ids, found, handins)
    there = _named(handins.values(), Register(roster))
    for handin in handins.values():
        if len(handin.notes) > MAX_TOLD:
            more = len(handin.notes) - MAX_TOLD
            handin.notes[MAX_TOLD:] = [AND_MORE.format(count=more)]
    found.handins = sorted(handins.values(), key=lambda handin: (handin.name, handin.student))
    found.missing = [person for person in roster if person not in there]
    return found


def one_handin(course: Course, folder: Path) -> Submitted:
    """All files of a folder, as one student's, whatever they are called. Raises UsageError."""
    handin = Submitted("", "")
    files = [member for member in members(folder) if not is_junk(member.path)]
    _Reader(course, handin).take([(Place("", member.path), member) for member in files])
    return handin


def _named(handins: Iterable[Submitted], register: Register) -> set[Person]:
    """Call hand-ins as the roster does; who of it was found.

    Who is known by an id comes first: students choose their names, and two of one name are nobody.
    """
    there: set[Person] = set()
    for ways in ("id", "name"):
        claims: dict[Person, list[Submitted]] = {}
        for handin in handins:
            keys, name = [handin.student, *handin.keys], handin.name if ways == "name" else ""
            person = register.find(keys, name)
            if person and person not in there:
                claims.setdefault(person, []).append(handin)
        for person, theirs in claims.items():
            if ways == "id" or len(theirs) == 1:
                there.add(person)
                handin = theirs[0]
                handin.keys |= {handin.student, *person.keys}
                handin.student, handin.name = person.student, person.name or handin.name
    return there


def _collect(
    course: Course,
    source: Path,
    ids: frozenset[str],
    found: Collected,
    handins: dict[str, Submitted],
) -> None:
    """Take up one source."""
    # Of two members of one name, the later counts, as it would were they unpacked.
    files = {member.path: member for member in members(source)}

    def text(path: str) -> str:
        try:
            return files[path].read(MAX_HANDIN).decode("utf-8-sig", "replace")
        except Unreadable:
            return ""

    trees = frozenset({TREE, *(exercise.chapter for exercise in course.exercises)})
    name = source.resolve().name.removesuffix(".zip")
    form = recognise(name, files, text, trees, ids)
    found.forms.append((clean(source.name or str(source)), form.form))
    theirs: dict[str, list[tuple[Place, Member]]] = {}
    for path, member in files.items():
        if path in form.own or is_junk(path):
            continue
        if place := form.places.get(path):
            theirs.setdefault(place.student, []).append((place, member))
        else:
            problem = member.problem or NOBODYS.format(path=clean(path, 200))
            found.unmatched.append(problem)
    for student, placed in theirs.items():
        handin = handins.setdefault(student, Submitted(student, student))
        handin.name = handin.name or placed[0][0].name
        handin.keys |= placed[0][0].keys
        handin.late |= any(place.late for place, _ in placed)
        _Reader(course, handin).take(placed)


class _Reader:
    """Reads one student's files, and no more of them than anyone may hand in."""

    def __init__(self, course: Course, handin: Submitted) -> None:
        self._course = course
        self._handin = handin
        self._left = MAX_HANDIN

    def take(self, placed: Sequence[tuple[Place, Member]]) -> None:
        """Sort the files out by exercise and time."""
        found: dict[str, list[tuple[int, Attempt]]] = {}
        files = [each for pair in placed for each in self._opened(*pair)]
        if len(files) > MAX_FILES:
            self._handin.notes.append(TOO_MANY.format(count=MAX_FILES))
        for place, member in files[:MAX_FILES]:
            if taken := self._attempt(place, member):
                exercise, rank, attempt = taken
                found.setdefault(exercise.name, []).append((rank, attempt))
        for name, attempts in found.items():
            best: dict[str, int] = {}  # of each time's files, those in the course's own folders
            for rank, attempt in attempts:
                best[attempt.order[0]] = max(rank, best.get(attempt.order[0], 0))
            kept = [attempt for rank, attempt in attempts if rank == best[attempt.order[0]]]
            earlier = self._handin.files.get(name, [])
            self._handin.files[name] = _in_order(name, [*earlier, *kept])
        others = [
            (place, member)
            for place, member in files[:MAX_FILES]
            if not self._exercise(place.inside)
            and not member.problem
            # In a copy of the whole course that has hand-ins, what it came with goes unsaid.
            and not (found and self._is_the_course_s(place.inside))
        ]
        for place, member in sorted(others, key=lambda each: each[0].attempt):
            self._help(place, member)
        self._handin.notes += [
            NO_EXERCISE.format(path=clean(place.inside, 200)) for place, _ in others
        ]

    def _help(self, place: Place, member: Member) -> None:
        """Keep a file that exercises may import; nothing is said if it cannot be read."""
        *folders, name = place.inside.split("/")
        stem = name.removesuffix(".py")
        if name == stem or not stem.isidentifier() or not _NOT_WORK.isdisjoint(folders):
            return
        chapters = {exercise.chapter for exercise in self._course.exercises}
        above = [folder for folder in folders[-1:] if folder in chapters]
        with suppress(Unreadable):
            self._handin.helpers[".".join([*above, stem])] = self._read(member, MAX_SOURCE)

    def _is_the_course_s(self, inside: str) -> bool:
        """Whether the course itself has a file of this path."""
        return ".." not in inside.split("/") and (self._course.root / inside).is_file()

    def _opened(self, place: Place, member: Member) -> Iterator[tuple[Place, Member]]:
        """A file, or those of a zip that was handed in."""
        shown = clean(member.path, 200)
        lower = place.inside.lower()
        if lower.endswith(_OTHER_ARCHIVES):
            self._handin.notes.append(PACKED.format(path=shown))
        elif not lower.endswith(".zip"):
            if member.problem and not self._exercise(place.inside):
                self._handin.notes.append(member.problem)
            yield place, member
        else:
            try:
                data = self._read(member, MAX_PACKED)
                inner = zip_members(io.BytesIO(data), member.path)
            except Unreadable as problem:
                self._handin.notes.append(str(problem))
                return
            for each in inner[: MAX_FILES + 1]:
                inside = replace(place, inside=each.path)
                if is_junk(each.path):
                    continue
                if each.path.lower().endswith(".zip"):
                    self._handin.notes.append(NESTED.format(path=clean(each.path, 200)))
                elif each.problem and not self._exercise(each.path):
                    self._handin.notes.append(each.problem)
                else:
                    yield inside, each

    def _attempt(self, place: Place, member: Member) -> tuple[Exercise, int, Attempt] | None:
        match = self._exercise(place.inside)
        if not match:
            return None
        problem, source = "", b""
        try:
            source = self._read(member, MAX_SOURCE)
        except Unreadable as reason:
            problem = str(reason)
        stem, number = _stem(place.inside)
        copied = 0 if number or stem == _base(place.inside) else -1
        order = (place.attempt, copied, number)
        path = clean(member.path, 200)
        exercise, rank = match
        if place.inside.lower().endswith(".ipynb") and not problem:
            source, problem = sources_in(source, exercise.stem, path)
        problem = problem or _not_text(source, path)
        return exercise, rank, Attempt(path, source, problem, order)

    def _exercise(self, inside: str) -> tuple[Exercise, int] | None:
        """The exercise that a path is of, if it is of one, and how surely."""
        if not inside.lower().endswith((".py", ".ipynb")):
            return None
        folders = [step.casefold() for step in inside.split("/")[:-1]]
        if not _NOT_WORK.isdisjoint(folders):
            return None
        stem = _stem(inside)[0].casefold()
        named = [each for each in self._course.exercises if each.stem.casefold() == stem]
        exact = [each for each in named if folders[-1:] == [each.chapter.casefold()]]
        if len(exact) == 1:
            return exact[0], 2 if folders[-2:-1] == [TREE] else 1
        return (named[0], 0) if len(named) == 1 else None

    def _read(self, member: Member, limit: int) -> bytes:
        if self._left <= 0:
            path = clean(member.path, 200)
            raise Unreadable(ALL_TOO_LARGE.format(path=path, limit=MAX_HANDIN >> 20))
        try:
            data = member.read(limit)
        except Unreadable:
            self._left -= 0 if member.problem else limit
            raise
        self._left -= len(data)
        return data


def _base(inside: str) -> str:
    return inside.rpartition("/")[2].rpartition(".")[0]


def _stem(inside: str) -> tuple[str, int]:
    """A file's stem without what systems add to a second one, and the number they add."""
    stem, number = _COPY_OF.sub("", _base(inside).strip()), 0
    for _ in range(MAX_MARKS):
        if not (found := _COPY.search(stem, max(0, len(stem) - MAX_MARK))):
            break
        number = number or int(found["a"] or found["b"] or 0)
        stem = stem[: found.start()].rstrip()
    return stem, number


def _in_order(exercise: str, attempts: list[Attempt]) -> list[Attempt]:
    """The attempts, oldest first; of several at one time that differ, none is taken."""
    by_order: dict[tuple[str, int, int], list[Attempt]] = {}
    for attempt in attempts:
        by_order.setdefault(attempt.order, []).append(attempt)
    chosen = []
    for order, same in sorted(by_order.items()):
        if len({each.source for each in same}) > 1:
            paths = ", ".join(sorted(each.path for each in same)[:5])
            problem = TWO_FILES.format(exercise=exercise, paths=paths)
            chosen.append(Attempt(same[0].path, b"", problem, order))
        else:
            chosen.append(same[0])
    return chosen


def _not_text(source: bytes, path: str) -> str:
    """Why Python cannot read a file at all; one that names its encoding is left to Python."""
    if _COOKIE.search(b"\n".join(source.split(b"\n", 2)[:2])):
        return ""
    try:
        source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return NOT_UTF8.format(path=path)
    return NOT_UTF8.format(path=path) if b"\0" in source else ""
