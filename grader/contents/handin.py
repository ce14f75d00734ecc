"""What was handed in: a target's files, read once, and the sources that travel with each.

Whoever hands in may still change files while they are read. So every step of a path is opened from
the folder before it and never through a link, what was opened is looked at and not its name, and no
more is read than a file may hold: nothing that is put there in between is followed or waited for.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .course import Course, Exercise, UsageError, imported_modules

MAX_SOURCE = 1 << 20  # bytes of a file, and of all that travels with it

NO_FOLDER = "The target {name!r} is not a folder. For your own files:"
LINK = "{path} is a link; only a plain file is graded."
NOT_PLAIN = "{path} is neither a file nor a link to one; only a plain file is graded."
MISSING = "{path} is missing."
TOO_LARGE = "{path} is larger than {limit} MiB; that is no solution."
ALL_TOO_LARGE = "{path} and what it imports are larger than {limit} MiB."
UNREADABLE = "{path} cannot be read: {reason}."

Files = dict[str, tuple[str, bytes]]  # module → path to show, source
Mode = Literal["exercises", "solutions", "submission"]

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FILE = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@dataclass(frozen=True)
class Task:
    """One file to grade, and why it cannot be graded, if so.

    files: what its worker may import, itself among them. handed_in: which modules of these were
    handed in and are not the course's own. importable: what it could have asked for.
    """

    exercise: Exercise
    path: str
    files: Files
    sha256: str
    problem: str = ""
    missing: bool = False
    handed_in: frozenset[str] = frozenset()
    importable: tuple[str, ...] = ()

    def reference_files(self) -> Files:
        """The same modules as the course has them: what was handed in must never run in a judge."""
        return reference_files(self.exercise.root, self.importable or [*self.files])


class Unreadable(Exception):
    """A file is not read; the message says why, in one sentence."""


class NotThere(Unreadable):
    """There is no such file."""


@dataclass(frozen=True)
class Target:
    """A tree of submitted files.

    root: a folder that the user named; inside: the folder in it where the chapters stand, "" for
    itself; shown: as the user named it.
    """

    root: Path
    inside: str
    shown: str
    mode: Mode

    @classmethod
    def find(cls, course: Course, name: str) -> "Target":
        """exercises, solutions, or a folder with the chapters or with exercises/ in it."""
        if name in ("exercises", "solutions"):
            folder = Path(os.path.relpath(course.root / name))
            return cls(folder, "", name, name)  # type: ignore[arg-type]  # one of both
        folder = Path(name)
        if not folder.is_dir():
            raise UsageError(NO_FOLDER.format(name=name), instead=(name, "exercises"))
        below = folder / "exercises"
        inside = "exercises" if below.is_dir() and not below.is_symlink() else ""
        return cls(folder, inside, name, "submission")

    def task(self, course: Course, exercise: Exercise, imports: str) -> Task:
        """Read what is to be graded, once; what is read here is what is graded."""
        path, problem, missing, source = self._shown(exercise), "", False, b""
        try:
            source = self.read(exercise)
        except Unreadable as reason:
            problem, missing = str(reason), isinstance(reason, NotThere)
        files: Files = {exercise.module: (path, source)}
        others = {
            other.module: other
            for other in (course.exercises if imports == "own" else course.earlier(exercise))
            if other != exercise
        }
        get = self._own if imports == "own" else _reference
        try:
            for module, file in _imports(exercise, source, others, get):
                files[module] = file
                if sum(len(text) for _, text in files.values()) > MAX_SOURCE:
                    raise Unreadable(ALL_TOO_LARGE.format(path=path, limit=MAX_SOURCE >> 20))
        except Unreadable as reason:
            problem = problem or str(reason)
        own = frozenset(files if imports == "own" else [exercise.module])
        sha256 = hashlib.sha256(source).hexdigest() if not problem else ""
        importable = (exercise.module, *others)
        return Task(exercise, path, files, sha256, problem, missing, own, importable)

    def read(self, exercise: Exercise) -> bytes:
        """The bytes of an exercise's file. Raises Unreadable."""
        path = self._shown(exercise)
        parts = [self.inside, exercise.chapter, f"{exercise.stem}.py"]
        try:
            with _opened(self.root, [part for part in parts if part]) as descriptor:
                source = _bounded(descriptor)
        except _NotPlain as odd:
            raise Unreadable((LINK if odd.is_link else NOT_PLAIN).format(path=path)) from None
        except (FileNotFoundError, NotADirectoryError):
            raise NotThere(MISSING.format(path=path)) from None
        except OSError as error:
            raise Unreadable(UNREADABLE.format(path=path, reason=error.strerror)) from None
        if len(source) > MAX_SOURCE:
            raise Unreadable(TOO_LARGE.format(path=path, limit=MAX_SOURCE >> 20))
        return source

    def _shown(self, exercise: Exercise) -> str:
        return str(self.root / self.inside / f"{exercise.name}.py")

    def _own(self, other: Exercise) -> tuple[str, bytes] | None:
        """Another file that was handed in; an empty one where it cannot be read."""
        try:
            return self._shown(other), self.read(other)
        except NotThere:
            return None
        except Unreadable:
            return self._shown(other), b""


def reference_files(root: Path, modules: Iterable[str]) -> Files:
    """Modules of the course's solutions; root: the course's folder."""
    paths = {module: root / "solutions" / f"{module.replace('.', '/')}.py" for module in modules}
    return {module: (os.path.relpath(path), path.read_bytes()) for module, path in paths.items()}


def _reference(other: Exercise) -> tuple[str, bytes]:
    return os.path.relpath(other.solution), other.solution.read_bytes()


def _imports(
    exercise: Exercise,
    source: bytes,
    others: dict[str, Exercise],
    get: Callable[[Exercise], tuple[str, bytes] | None],
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """What a file or its exercise's solution imports, and what that imports in turn."""
    wanted = [*imported_modules(source, exercise.module), *exercise.imports]
    seen = set()
    while wanted:
        module = wanted.pop()
        if module in seen or module not in others:
            continue
        seen.add(module)
        found = get(others[module])
        if found:
            yield module, found
            wanted += imported_modules(found[1], module)


class _NotPlain(Exception):
    """A step of a path is a link, or the last one is no file."""

    def __init__(self, is_link: bool) -> None:
        super().__init__()
        self.is_link = is_link


@contextmanager
def _opened(root: Path, parts: Sequence[str]) -> Iterator[int]:
    """A descriptor of the plain file that these steps lead to. Raises OSError or _NotPlain."""
    opened = _open_by_descriptor(root, parts) if _BY_DESCRIPTOR else _open_by_name(root, parts)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise _NotPlain(is_link=False)
        yield opened
    finally:
        os.close(opened)


def _open_by_descriptor(root: Path, parts: Sequence[str]) -> int:
    folder = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
    for number, part in enumerate(parts):
        is_file = number == len(parts) - 1
        try:
            kind = os.stat(part, dir_fd=folder, follow_symlinks=False).st_mode
            # What opening a device would do is not to be found out.
            if stat.S_ISLNK(kind) or (is_file and not stat.S_ISREG(kind)):
                raise _NotPlain(stat.S_ISLNK(kind))
            step = os.open(part, _FILE if is_file else _FOLDER, dir_fd=folder)
        except OSError as error:
            if error.errno == errno.ELOOP:  # it has become a link since
                raise _NotPlain(is_link=True) from None
            raise
        finally:
            os.close(folder)
        folder = step
    return folder


def _open_by_name(root: Path, parts: Sequence[str]) -> int:
    """The same where paths cannot be followed step by step (Windows): looked at, then opened."""
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink() or os.path.realpath(path.parent) != os.path.realpath(root):
            raise _NotPlain(is_link=True)
        root = path
    if path.exists() and not path.is_file():
        raise _NotPlain(is_link=False)
    return os.open(path, _FILE)


def _bounded(descriptor: int) -> bytes:
    """A file's bytes; one more than it may have where there are more."""
    pieces, left = [], MAX_SOURCE + 1
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
