"""What is remembered of a learner's way through the course. It never decides a verdict.

One small SQLite file at the course's root. It may be deleted or damaged at any time: then what it
held is forgotten, and nothing else happens. It is opened anew for every question, so that this
holds for a long watch as well. No write-ahead log: it does not work in network folders.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..contents.course import Exercise
from ..words.text import clean

if TYPE_CHECKING:  # loading it takes longer than a hint
    from ..report.verdict import ExerciseReport, Status

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
_NOTE = """INSERT INTO attempt VALUES
    (:exercise, :sha256, :status, :score, :max_score, :now, :now, :solved_at)
    ON CONFLICT (exercise, sha256) DO UPDATE SET status = :status, score = :score,
    max_score = :max_score, last_at = :now, solved_at = COALESCE(solved_at, :solved_at)"""
_COUNT_HINTS = "SELECT COUNT(*) AS given FROM hint WHERE exercise = :exercise"
_TAKE_HINT = f"""INSERT INTO hint SELECT :exercise, given + 1, :now FROM ({_COUNT_HINTS})
    WHERE given < :available"""

_FIRST_SOLUTIONS = """WITH solved AS (SELECT exercise, MIN(solved_at) AS at FROM attempt
    WHERE solved_at IS NOT NULL GROUP BY exercise)
    SELECT exercise, at,
    (SELECT COUNT(*) FROM attempt AS a WHERE a.exercise = solved.exercise
        AND a.status <> 'not started' AND a.first_at <= solved.at),
    (SELECT COUNT(*) FROM hint AS h WHERE h.exercise = solved.exercise AND h.at <= solved.at),
    (SELECT COUNT(*) FROM solution AS s WHERE s.exercise = solved.exercise AND s.at <= solved.at)
    FROM solved"""

_Answer = TypeVar("_Answer")


class _Newer(sqlite3.Error):
    """The file is from a newer version of this program."""


@dataclass
class Standing:
    """What is remembered of one exercise. All times are UTC, as ISO text; "" is never.

    attempts: how many different versions of the file were graded, the stub not counted;
    verdicts: the status of each version by its SHA-256; last: the version graded last.
    """

    attempts: int = 0
    hints: int = 0
    score: float = 0.0
    max_score: float = 0.0
    first_tried: str = ""
    last_tried: str = ""
    first_solved: str = ""
    solution_shown: str = ""
    last: str = ""
    verdicts: dict[str, Status] = field(default_factory=dict)

    def status_of(self, exercise: Exercise) -> Status | None:
        """What is known of the file as it is now; None if this version was never graded."""
        return self.verdicts.get(sha256_of(exercise.file))


@dataclass
class KataRecord:
    """A kata that was begun. Times are as in Standing; rating and ended_at: None until it ends.

    own: whether it came of the learner's own file; given, repair: what it was at first, and a file
    that passes; gradings: of the learner's own versions; seconds: that it was on the screen.
    """

    exercise: str
    begun_at: str
    form: str
    mistake: str
    own: bool
    given: str
    repair: str
    gradings: int = 0
    hints: int = 0
    seconds: float = 0.0
    rating: int | None = None
    ended_at: str | None = None


@dataclass(frozen=True)
class FirstSolution:
    """How an exercise was first solved, and when: what it took up to then."""

    exercise: str
    at: str
    gradings: int
    hints: int
    shown: int  # how often the solution was


class Progress:
    """The progress file of a course."""

    def __init__(self, root: Path, warn: Callable[[str], None]) -> None:
        """warn: takes a sentence for the learner if something is wrong with the file."""
        self._path = root / FILE
        self._warn = warn
        self._memory: sqlite3.Connection | None = None

    def note(self, reports: Iterable[ExerciseReport]) -> None:
        """Remember what grading found."""
        now = _now()
        rows = [
            {
                "exercise": report.name,
                "sha256": report.sha256,
                "status": report.status,
                "score": report.score,
                "max_score": report.max_score,
                "now": now,
                "solved_at": now if report.status == "solved" else None,
            }
            for report in reports
            if report.sha256
        ]
        self._ask(lambda connection: connection.executemany(_NOTE, rows))

    def take_hint(self, exercise: Exercise, available: int) -> int:
        """Give one more hint, if there is one; how many are given now."""
        values = {"exercise": exercise.name, "available": available, "now": _now()}

        def take(connection: sqlite3.Connection) -> int:
            connection.execute(_TAKE_HINT, values)
            return int(connection.execute(_COUNT_HINTS, values).fetchone()[0])

        return min(self._ask(take), available)

    def personal_hint(self, exercise: Exercise, sha256: str) -> tuple[list[str], int] | None:
        """What may be said about this version of the file, and how much of it was; None if unknown.

        What a file holds that is not of this form is as good as unknown.
        """
        if self._memory is None and not self._path.exists():
            return None
        values = (exercise.name, sha256)
        statement = "SELECT steps, given FROM personal_hint WHERE exercise = ? AND sha256 = ?"
        row = self._ask(lambda connection: connection.execute(statement, values).fetchone())
        try:
            steps = json.loads(row[0]) if row else None
        except (TypeError, ValueError):
            return None
        if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
            return None
        return steps, int(row[1])

    def note_personal_hint(
        self, exercise: Exercise, sha256: str, steps: list[str], given: int
    ) -> None:
        """Remember what may be said about this version of the file, and how much of it was."""
        row = (exercise.name, sha256, json.dumps(steps), given, _now())
        statement = "INSERT OR REPLACE INTO personal_hint VALUES (?, ?, ?, ?, ?)"
        self._ask(lambda connection: connection.execute(statement, row))

    def note_solution(self, exercise: Exercise) -> None:
        """Remember that the solution was shown before the exercise was solved."""
        row = (exercise.name, _now())
        statement = "INSERT OR IGNORE INTO solution VALUES (?, ?)"
        self._ask(lambda connection: connection.execute(statement, row))

    def standing(self, exercise: Exercise) -> Standing:
        """What is remembered of one exercise."""
        return self.standings().get(exercise.name, Standing())

    def standings(self) -> dict[str, Standing]:
        """What is remembered, by the names of exercises."""
        if self._memory is None and not self._path.exists():
            return {}  # asking leaves no file behind
        return self._ask(_standings)

    def first_solutions(self) -> list[FirstSolution]:
        """How each exercise that was ever solved first came to be."""
        if self._memory is None and not self._path.exists():
            return []
        rows = self._ask(lambda connection: connection.execute(_FIRST_SOLUTIONS).fetchall())
        return [FirstSolution(*row) for row in rows]

    def note_kata(self, kata: KataRecord) -> None:
        """Remember a kata as it is now, in place of what was remembered of it."""
        statement = f"INSERT OR REPLACE INTO kata VALUES ({', '.join('?' * len(astuple(kata)))})"
        self._ask(lambda connection: connection.execute(statement, astuple(kata)))

    def drop_kata(self, kata: KataRecord) -> None:
        """Forget a kata that nobody can finish."""
        which = (kata.exercise, kata.begun_at)
        statement = "DELETE FROM kata WHERE exercise = ? AND begun_at = ?"
        self._ask(lambda connection: connection.execute(statement, which))

    def katas(self) -> list[KataRecord]:
        """All katas, the oldest first."""
        if self._memory is None and not self._path.exists():
            return []
        statement = "SELECT * FROM kata ORDER BY begun_at"
        rows = self._ask(lambda connection: connection.execute(statement).fetchall())
        return [KataRecord(*row) for row in rows]

    def _ask(self, action: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
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
                _standings(connection)  # backup() would wait for ever
                connection.backup(memory)
            with suppress(_Newer):
                _upgrade(memory)
        except sqlite3.Error:
            memory = sqlite3.connect(":memory:")
            _upgrade(memory)
        return memory


def warn(sentence: str) -> None:
    """Tell the user of a command that something is wrong with the file."""
    print(clean(sentence), file=sys.stderr)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes; "" if it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


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


def _standings(connection: sqlite3.Connection) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    attempts = connection.execute(
        "SELECT exercise, sha256, status, score, max_score, first_at, last_at, solved_at"
        " FROM attempt ORDER BY last_at"
    )
    for name, sha256, status, score, max_score, first_at, last_at, solved_at in attempts:
        standing = found.setdefault(name, Standing())
        standing.verdicts[sha256] = status
        standing.last, standing.score, standing.max_score = sha256, score, max_score
        if solved_at:
            standing.first_solved = min(standing.first_solved or solved_at, solved_at)
        if status != "not started":
            standing.attempts += 1
            standing.first_tried = min(standing.first_tried or first_at, first_at)
            standing.last_tried = last_at
    for name, hints in connection.execute("SELECT exercise, COUNT(*) FROM hint GROUP BY exercise"):
        found.setdefault(name, Standing()).hints = hints
    for name, at in connection.execute("SELECT exercise, at FROM solution"):
        found.setdefault(name, Standing()).solution_shown = at
    return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
