"""The file that progress is kept in: one small SQLite file at the course's root.

It may be deleted or damaged at any time: then what it held is forgotten, and nothing else happens.
It is opened anew for every question, so that this holds for a long watch as well. No write-ahead
log: it does not work in network folders.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ..words.text import clean

FILE = ".progress.sqlite3"
BUSY_SECONDS = 3.0  # for another run to finish its writing

# Every sentence about progress stands here, whole.
UNSAVED = "Your progress cannot be saved ({reason}). Grading works all the same."
DAMAGED = (
    "The progress file could not be read: it is kept as {kept}, and a new one is begun. "
    "Your exercises are not affected."
)
NEWER = (
    "The progress file is from a newer version of this course, and stays as it is: "
    "what happens now is not remembered. Grading works all the same."
)

# What makes each version of the file from the one before, the first from an empty file: SQL
# statements. The file's user_version counts the steps taken. Steps are added, never changed.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE attempt (
            exercise TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL,
            score REAL NOT NULL, max_score REAL NOT NULL,
            first_at TEXT NOT NULL, last_at TEXT NOT NULL, solved_at TEXT,
            PRIMARY KEY (exercise, sha256))""",
        """CREATE TABLE hint (
            exercise TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (exercise, number))""",
        "CREATE TABLE solution (exercise TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL)",
    ),
    (
        """CREATE TABLE kata (
            exercise TEXT NOT NULL, begun_at TEXT NOT NULL, form TEXT NOT NULL,
            mistake TEXT NOT NULL, own INTEGER NOT NULL,
            given TEXT NOT NULL, repair TEXT NOT NULL,
            gradings INTEGER NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL,
            rating INTEGER, ended_at TEXT, PRIMARY KEY (exercise, begun_at))""",
    ),
    (
        # steps: what may be said about one version of a file, as JSON; given: how many were.
        """CREATE TABLE personal_hint (
            exercise TEXT NOT NULL, sha256 TEXT NOT NULL, steps TEXT NOT NULL,
            given INTEGER NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (exercise, sha256))""",
    ),
)

_Answer = TypeVar("_Answer")


class _Newer(sqlite3.Error):
    """The file is from a newer version of this program."""


class ProgressFile:
    """The file, its versions, and what is done where it cannot be read or written."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        """warn: takes a sentence for the learner if something is wrong with the file."""
        self._path = path
        self._warn = warn
        self._memory: sqlite3.Connection | None = None

    def is_there(self) -> bool:
        """Whether anything is remembered: asking makes no file."""
        return self._memory is not None or self._path.exists()

    def ask(self, action: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        """Do something with the file; if that fails, with a copy in memory."""
        if self._memory is None:
            try:
                return self._ask_file(action)
            except sqlite3.Error as error:
                self._memory = self._copy()
                self._warn(NEWER if isinstance(error, _Newer) else UNSAVED.format(reason=error))
        with self._memory:
            return action(self._memory)

    def _ask_file(self, action: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        for _ in range(2):  # another run may just have put a damaged file away
            try:
                with _opened(self._path) as connection:
                    return action(connection)
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without its details
                if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                    raise  # locked, not writable, no space left, another version's
        self._put_away()
        with _opened(self._path) as connection:
            return action(connection)

    def _put_away(self) -> None:
        """Move a file aside that SQLite cannot read."""
        kept = self._path.with_name(f"{FILE}.damaged-{datetime.now():%Y%m%d-%H%M%S-%f}")
        try:
            self._path.rename(kept)
        except OSError as error:
            raise sqlite3.OperationalError(str(error.strerror)) from None
        with suppress(OSError):  # it belongs to the damaged file
            self._path.with_name(f"{FILE}-journal").unlink()
        self._warn(DAMAGED.format(kept=clean(os.path.relpath(kept))))

    def _copy(self) -> sqlite3.Connection:
        """A copy of the file in memory, empty if this version cannot read it."""
        memory = sqlite3.connect(":memory:")
        try:
            with closing(_connect(self._path, "ro", 0.1)) as connection:
                connection.execute("SELECT * FROM attempt").fetchall()  # backup() would wait
                connection.backup(memory)
            with suppress(_Newer):
                _upgrade(memory)
        except sqlite3.Error:
            memory = sqlite3.connect(":memory:")
            _upgrade(memory)
        return memory


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on the file, which is made if it is not there."""
    with closing(_connect(path, "rwc", BUSY_SECONDS)) as connection:
        _upgrade(connection)
        with connection:
            yield connection


def _connect(path: Path, mode: str, seconds: float) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, timeout=seconds, isolation_level="IMMEDIATE", uri=True)


def _upgrade(connection: sqlite3.Connection) -> None:
    """Bring a file up to this version, all at once or not at all. Raises _Newer."""
    if _version(connection) < len(MIGRATIONS):
        with connection:
            connection.execute("BEGIN IMMEDIATE")  # after which no other run can do it as well
            for version in range(_version(connection), len(MIGRATIONS)):
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
    if _version(connection) > len(MIGRATIONS):
        raise _Newer


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
