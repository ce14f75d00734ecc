"""What was handed in: a target's files, each read once, and the sources that travel with each."""

import hashlib
import os
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from .course import TREE, Course, Exercise, UsageError, bare_names, imported_modules
from .plain import MAX_SOURCE, NotThere, Unreadable, read_plain

MAX_TRIED = 200  # names of files of the learner's own that are looked for beside one exercise

NO_FOLDER = "The target {name!r} is not a folder. For your own files:"
NO_SOLUTIONS = "There are no solutions in what you were given. For your own files:"
ALL_TOO_LARGE = "{path} and what it imports are larger than {limit} MiB."
TOO_MANY = "{path} and what it imports name more than {limit} modules."

# What a file beside an exercise never stands for, whatever its name; nor for Python's own modules.
TAKEN = {TREE, "grader", "matplotlib", "mpl_toolkits", "msgpack", "numpy", "pylab"}
TAKEN |= sys.stdlib_module_names

Files = dict[str, tuple[str, bytes]]  # module → path to show, source
Outside = dict[str, str | tuple[bytes, bytes]]  # other names → module of these, or path and source
Mode = Literal["exercises", "solutions", "submission"]
Why = Literal["verdict", "time", "said"]
Imports = Literal["solved", "reference", "own"]  # solved: one's own where it is, else the reference


@dataclass(frozen=True)
class Task:
    """One file to grade, and why it cannot be graded, if so.

    files: what its worker may import, itself among them. handed_in: which modules of these were
    handed in and are not the course's own; imported: the exercises that these import; helpers:
    files of the learner's that are no exercise. importable: what it could have asked for.
    outside: what can be imported by a name of its own. why: what decided whose files are imported:
    "verdict", one's own where solved; "time", not one's own for these take too long; "said".
    """

    exercise: Exercise
    path: str
    files: Files
    sha256: str
    problem: str = ""
    handed_in: frozenset[str] = frozenset()
    importable: tuple[str, ...] = ()
    outside: Outside = field(default_factory=dict)
    imported: tuple[Exercise, ...] = ()
    helpers: tuple[str, ...] = ()
    why: Why = "said"

    def reference_files(self) -> Files:
        """The same modules as the course has them: what was handed in must never run in a judge."""
        return reference_files(self.exercise.root, self.importable or [*self.files])


class Source(Protocol):
    """Where the files of a hand-in are read, by their modules' names."""

    def path(self, module: str) -> str:
        """What a module's file is called in messages."""

    def read(self, module: str) -> bytes:
        """The bytes of a module's file. Raises Unreadable."""


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
        if name == "solutions" and course.is_kit:
            raise UsageError(NO_SOLUTIONS, instead=(name, "exercises"))
        if name in ("exercises", "solutions"):
            folder = Path(os.path.relpath(course.root / name))
            return cls(folder, "", name, name)  # type: ignore[arg-type]  # one of both
        folder = Path(name)
        if not folder.is_dir():
            raise UsageError(NO_FOLDER.format(name=name), instead=(name, "exercises"))
        below = folder / "exercises"
        inside = "exercises" if below.is_dir() and not below.is_symlink() else ""
        return cls(folder, inside, name, "submission")

    def task(self, course: Course, exercise: Exercise, imports: Imports) -> Task:
        """What is to be graded, read now."""
        return HandIn(course, self).task(exercise, imports)

    def path(self, module: str) -> str:
        """Where a module's file is, as it is shown."""
        return str(self.root / self.inside / f"{module.replace('.', '/')}.py")

    def read(self, module: str) -> bytes:
        """The bytes of a module's file. Raises Unreadable."""
        *folders, stem = module.split(".")
        parts = [part for part in (self.inside, *folders, f"{stem}.py") if part]
        return read_plain(self.root, parts, self.path(module))


class HandIn:
    """A target's files for one grading: what is read of them once is what is graded throughout."""

    def __init__(self, course: Course, target: Source) -> None:
        self.course = course
        self.target = target
        self.exercises = {exercise.module: exercise for exercise in course.exercises}
        self.chapters = {exercise.chapter for exercise in course.exercises}
        self._read: dict[str, bytes | Unreadable] = {}

    def read(self, module: str) -> bytes:
        """The bytes of a module's file, as they were when first asked for. Raises Unreadable."""
        if module not in self._read:
            try:
                self._read[module] = self.target.read(module)
            except Unreadable as reason:
                self._read[module] = reason
        found = self._read[module]
        if isinstance(found, Unreadable):
            raise found
        return found

    def task(
        self, exercise: Exercise, imports: Imports, solved: Collection[str] = frozenset()
    ) -> Task:
        """What is to be graded; solved: names of the exercises that count as such."""
        problem, source = "", b""
        try:
            source = self.read(exercise.module)
        except Unreadable as reason:
            problem = str(reason)
        parcel = _Parcel(self, exercise, source, imports, solved)
        try:
            parcel.gather()
        except Unreadable as reason:
            problem = problem or str(reason)
        imported = parcel.files.keys() & parcel.imported
        names = {name: found for name, found in parcel.names.items() if found in parcel.files}
        return Task(
            exercise,
            self.target.path(exercise.module),
            parcel.files,
            hashlib.sha256(source).hexdigest() if not problem else "",
            problem,
            frozenset(parcel.own),
            (exercise.module, *parcel.allowed),
            {**self._shared, **names},
            tuple(other for other in self.course.exercises if other.module in imported),
            tuple(module for module in parcel.own if module not in self.exercises),
            why="verdict" if imports == "solved" else "said",
        )

    @cached_property
    def _shared(self) -> Outside:
        return shared_files(self.course)


class _Parcel:
    """What travels with one file: found import by import, first through what was handed in."""

    def __init__(
        self,
        hand_in: HandIn,
        exercise: Exercise,
        source: bytes,
        imports: Imports,
        solved: Collection[str],
    ) -> None:
        self._hand_in = hand_in
        self._exercise = exercise
        self._imports = imports
        self._solved = solved
        path = hand_in.target.path(exercise.module)
        self.files: Files = {exercise.module: (path, source)}
        self.own = [exercise.module]
        self.imported: list[str] = []
        self.names: dict[str, str] = {}
        self.allowed: dict[str, Exercise] = {}
        self._allow(hand_in.course.exercises if imports == "own" else self._earlier(exercise))
        self._tried: set[str] = set()

    def gather(self) -> None:
        """Find it all. Raises Unreadable."""
        self._gather_own(deque([self._exercise.module]))
        needed = [module for module in self._exercise.imports if module not in self.files]
        if self._imports == "own":
            self._gather_own(deque(module for module in needed if self._take(module)))
            return
        waiting = [*self.imported, *needed]
        while waiting:
            module = waiting.pop()
            if module not in self.files and module in self.allowed:
                solution = self.allowed[module].solution
                self._add(module, os.path.relpath(solution), solution.read_bytes())
                waiting += self.allowed[module].imports

    def _gather_own(self, waiting: deque[str]) -> None:
        """Follow the imports of files that were handed in."""
        while waiting:
            importer = waiting.popleft()
            for module in self._asked(importer):
                if module in self.files or module in self.imported:
                    continue
                if module in self.allowed:
                    self.imported.append(module)
                if self._take(module):
                    waiting.append(module)

    def _asked(self, importer: str) -> Iterator[str]:
        """What a file asks for; a name alone stands for a file beside the one that is graded.

        That is what it stands for when the file is run; else for one beside the file itself.
        """
        source = self.files[importer][1]
        yield from sorted(imported_modules(source, importer))
        taken = TAKEN.union(self._hand_in.course.shared)
        for name in sorted(bare_names(source) - taken):
            for chapter in (self._exercise.chapter, importer.split(".")[0]):
                module = f"{chapter}.{name}"
                if module in self._hand_in.exercises or self._is_there(module):
                    self.names.setdefault(name, module)
                    yield module
                    break

    def _take(self, module: str) -> bool:
        """Have a file travel that was handed in, if it is there and may. Raises Unreadable."""
        other = self._hand_in.exercises.get(module)
        if other is None:
            if not self._is_there(module):
                return False
            source = self._hand_in.read(module)
        elif module in self.allowed and (self._imports == "own" or other.name in self._solved):
            try:
                source = self._hand_in.read(module)
            except NotThere:
                return False
            except Unreadable:
                source = b""
        else:
            return False
        self._add(module, self._hand_in.target.path(module), source)
        self.own.append(module)
        if other and self._imports != "own":
            self._allow(self._earlier(other))
        return True

    def _is_there(self, module: str) -> bool:
        """Whether a file of the learner's own may stand beside exercises, and does."""
        if module.split(".")[0] not in self._hand_in.chapters:
            return False
        self._tried.add(module)
        if len(self._tried) > MAX_TRIED:
            path = self._hand_in.target.path(self._exercise.module)
            raise Unreadable(TOO_MANY.format(path=path, limit=MAX_TRIED))
        try:
            self._hand_in.read(module)
        except NotThere:
            return False
        except Unreadable:
            pass  # which is to be said
        return True

    def _add(self, module: str, path: str, source: bytes) -> None:
        self.files[module] = path, source
        if sum(len(text) for _, text in self.files.values()) > MAX_SOURCE:
            path = self._hand_in.target.path(self._exercise.module)
            raise Unreadable(ALL_TOO_LARGE.format(path=path, limit=MAX_SOURCE >> 20))

    def _earlier(self, exercise: Exercise) -> list[Exercise]:
        return self._hand_in.course.earlier(exercise)

    def _allow(self, exercises: Iterable[Exercise]) -> None:
        self.allowed |= {other.module: other for other in exercises if other != self._exercise}


def reference_files(root: Path, modules: Iterable[str]) -> Files:
    """Modules of the course's solutions; root: the course's folder."""
    paths = {module: root / "solutions" / f"{module.replace('.', '/')}.py" for module in modules}
    return {module: (os.path.relpath(path), path.read_bytes()) for module, path in paths.items()}


def shared_files(course: Course) -> Outside:
    """The sources of the course's shared packages, by the names that they are imported by."""
    found: Outside = {}
    for name in course.shared:
        folder = (course.root / name).resolve()
        found[name] = os.fsencode(folder / "__init__.py"), b""
        for path in folder.rglob("*.py"):
            parts = [name, *path.relative_to(folder).with_suffix("").parts]
            module = ".".join(part for part in parts if part != "__init__")
            found[module] = os.fsencode(path), path.read_bytes()
    return found


def names_alone(files: Files) -> Outside:
    """Every module of these by its last name alone, as far as a name is free."""
    names = {module.rpartition(".")[2]: module for module in files}
    return {name: module for name, module in names.items() if name not in TAKEN}
