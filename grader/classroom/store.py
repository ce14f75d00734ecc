"""The verdicts of a class, in one SQLite file as they come.

A verdict is found again by all that it depends on. So whatever ended a run, kill -9 included, the
next one grades what is not there; and what has changed since is graded anew, with the old kept.
Which verdict on a file was given back is noted too: another one replaces it only when that is said.
"""

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import Task
from ..judge.remote import versions
from ..report.stored import restored, stored
from ..report.verdict import ExerciseReport
from ..words.text import clean

BUSY = "Another command is grading into {path}; wait for it to end."
UNREADABLE = "{path} cannot be used: {reason}."
NEWER = "{path} was written by a newer version of this course."
OTHER_SETTING = (
    "The verdicts in {path} are of another class: {name} is {theirs} there, and {ours} here."
)

_MAGIC = b"SQLite format 3\0"  # how the file of a database begins

VERSION = 2  # 2 added the answers, and which verdicts were given back


@dataclass(frozen=True)
class Key:
    """All that a verdict depends on; files, suite and solution are hashes.

    files: what was handed in; solution: it and all else that could be imported.
    """

    student: str
    exercise: str
    files: str
    suite: str
    solution: str
    seed: int
    engine: str


_COLUMNS = ", ".join(each.name for each in fields(Key))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS verdict (
    student TEXT, exercise TEXT, files TEXT, suite TEXT, solution TEXT, seed INTEGER, engine TEXT,
    sha256 TEXT NOT NULL, confinement TEXT NOT NULL, report TEXT NOT NULL, graded REAL NOT NULL,
    answers BLOB NOT NULL DEFAULT x'',
    PRIMARY KEY ({_COLUMNS})
);
CREATE TABLE IF NOT EXISTS given (
    student TEXT, exercise TEXT, files TEXT, suite TEXT, solution TEXT, seed INTEGER, engine TEXT,
    PRIMARY KEY (student, exercise, files)
);
"""
_FROM_1 = f"""
ALTER TABLE verdict ADD COLUMN answers BLOB NOT NULL DEFAULT x'';
INSERT INTO given SELECT {_COLUMNS} FROM verdict
    GROUP BY student, exercise, files HAVING graded = max(graded);
UPDATE setting SET value = '2' WHERE name = 'version';
"""
_HISTORY = """
SELECT student, exercise, datetime(graded, 'unixepoch') || ' UTC',
    json_extract(report, '$.score'), json_extract(report, '$.max_score'),
    json_extract(report, '$.status'), EXISTS (SELECT 1 FROM given WHERE {same}),
    seed, files, suite, solution, engine
FROM verdict ORDER BY student, exercise, graded
"""
HISTORY = (
    "student", "exercise", "graded", "points", "max_points", "status", "given_back", "seed",
    "files", "suite", "solution", "engine",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A verdict as it was kept, with the answers that judge/recorded.py made of it."""

    key: Key
    report: ExerciseReport
    answers: bytes


class Store:
    """The file of verdicts, which one process at a time may write to."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it. Raises UsageError."""
        shown = clean(str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # A lock that ends with its process, however that ends, and keeps no reader out.
            self._lock = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
            self._lock.execute("BEGIN EXCLUSIVE")
            self._file = sqlite3.connect(path, isolation_level=None)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.executescript(_SCHEMA)
            version = int(self.setting("version", str(VERSION)))
            if version > VERSION:
                raise UsageError(NEWER.format(path=shown))
            if version == 1:
                self._file.executescript(f"BEGIN; {_FROM_1} COMMIT;")
        except sqlite3.OperationalError as error:
            busy = "locked" in str(error)
            reason = (BUSY if busy else UNREADABLE).format(path=shown, reason=error)
            raise UsageError(reason) from None
        except (sqlite3.Error, OSError) as error:
            raise UsageError(UNREADABLE.format(path=shown, reason=error)) from None

    def setting(self, name: str, value: str) -> str:
        """What is kept under a name; this value from now on where there is none."""
        self._file.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, value))
        row = self._file.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def seed(self, wanted: int | None) -> int:
        """The seed of this class: as wanted, else as it was, else drawn; kept in any case."""
        if wanted is not None:
            with self._file:
                self._file.execute("INSERT OR REPLACE INTO setting VALUES ('seed', ?)", (wanted,))
        return int(self.setting("seed", str(secrets.randbelow(1 << 31))))

    def take(self, path: Path) -> None:
        """Have the verdicts of another such file as well, and its settings. Raises UsageError."""
        Store(path).close()  # that nobody writes to, and which is as new as this one
        shown = clean(str(path))
        try:
            self._file.execute("ATTACH ? AS other", (str(path),))
            settings = self._file.execute("SELECT name, value FROM other.setting").fetchall()
            for name, theirs in settings:
                if theirs != (ours := self.setting(name, theirs)):
                    told = {"path": shown, "name": name, "theirs": theirs, "ours": ours}
                    raise UsageError(OTHER_SETTING.format(**told))
            columns = f"{_COLUMNS}, sha256, confinement, report, graded, answers"
            taken = f"SELECT {columns} FROM other.verdict"
            self._file.execute(f"INSERT OR IGNORE INTO verdict ({columns}) {taken}")
            self._file.execute("DETACH other")
        except sqlite3.Error as error:
            raise UsageError(UNREADABLE.format(path=shown, reason=error)) from None

    def keep(self, key: Key, report: ExerciseReport, confinement: str, answers: bytes) -> None:
        """Write a verdict down; it stays from here on, whatever becomes of this process."""
        row = (*astuple(key), report.sha256, confinement, stored(report), time.time(), answers)
        marks = ", ".join("?" * len(row))
        self._file.execute(f"INSERT OR IGNORE INTO verdict VALUES ({marks})", row)

    def has(self, key: Key) -> bool:
        return self._select("1", key) is not None

    def find(self, key: Key) -> Kept | None:
        """The verdict, if there is one that can be read."""
        row = self._select("report, answers", key)
        try:
            return Kept(key, restored(row[0]), row[1]) if row else None
        except (ValueError, KeyError, TypeError):
            return None

    def given(self, key: Key) -> Key | None:
        """What was given back on the same files, whatever else they were graded with."""
        where = "student = ? AND exercise = ? AND files = ?"
        query = f"SELECT {_COLUMNS} FROM given WHERE {where}"
        row = self._file.execute(query, (key.student, key.exercise, key.files)).fetchone()
        return Key(*row) if row else None

    def give(self, keys: Iterable[Key]) -> None:
        """These verdicts are what is given back from here on."""
        marks = ", ".join("?" * len(fields(Key)))
        self._file.execute("BEGIN")
        rows = map(astuple, keys)
        self._file.executemany(f"INSERT OR REPLACE INTO given VALUES ({marks})", rows)
        self._file.execute("COMMIT")

    def history(self) -> list[tuple[Any, ...]]:
        """Every verdict that there ever was on anyone, in the columns of HISTORY."""
        same = " AND ".join(f"given.{each.name} = verdict.{each.name}" for each in fields(Key))
        return self._file.execute(_HISTORY.format(same=same)).fetchall()

    def _select(self, columns: str, key: Key) -> tuple[Any, ...] | None:
        where = " AND ".join(f"{each.name} = ?" for each in fields(Key))
        query = f"SELECT {columns} FROM verdict WHERE {where}"
        row: tuple[Any, ...] | None = self._file.execute(query, astuple(key)).fetchone()
        return row

    def close(self) -> None:
        self._file.close()
        self._lock.close()


def is_store(path: Path) -> bool:
    """Whether a path is a file of verdicts (or any database)."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


class Keys:
    """Makes the keys of verdicts; what many of them share is hashed once."""

    def __init__(self, course: Course, seed: int) -> None:
        self._course = course
        self._seed = seed
        self._engine = versions()
        tree = course.root / "course" / "suites"
        helpers = [file for file in tree.rglob("*.py") if not file.name.startswith("test_")]
        self._helpers = _contents(course.root, helpers)
        self._known: dict[str, tuple[str, str]] = {}

    def key(self, student: str, task: Task) -> Key:
        """Of what one student handed in for an exercise."""
        suite, solution = self._suite_and_solution(task.exercise)
        theirs = [task.problem.encode("utf-8", "replace")]
        ours = [solution.encode()]
        for module, (_, source) in sorted(task.files.items()):
            (theirs if module in task.handed_in else ours).extend([module.encode(), source])
        for name, found in sorted(task.outside.items()):
            ours += [name.encode(), found.encode() if isinstance(found, str) else found[1]]
        name = task.exercise.name
        return Key(student, name, _hash(theirs), suite, _hash(ours), self._seed, self._engine)

    def _suite_and_solution(self, exercise: Exercise) -> tuple[str, str]:
        if exercise.name not in self._known:
            root = self._course.root
            suite = [file for file in (exercise.suite, exercise.mistakes) if file.is_file()]
            solutions = [each.solution for each in self._course.with_imports([exercise])]
            self._known[exercise.name] = (
                _hash([*_contents(root, suite), *self._helpers]),
                _hash(_contents(root, solutions)),
            )
        return self._known[exercise.name]


def _contents(root: Path, files: Iterable[Path]) -> list[bytes]:
    """Names and bytes of files, in the order of their names."""
    named = sorted((file.relative_to(root).as_posix(), file) for file in files)
    return [part for name, file in named for part in (name.encode(), file.read_bytes())]


def _hash(parts: Iterable[bytes]) -> str:
    """One hash of several texts, each with its length, so that none can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
