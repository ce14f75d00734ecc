"""What is remembered of a learner's way through the course. It never decides a verdict.

progress_file says where it is kept.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contents.course import Exercise
from ..words.text import clean
from .progress_file import FILE, ProgressFile

if TYPE_CHECKING:  # loading it takes longer than a hint
    from ..report.verdict import ExerciseReport, Status

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


@dataclass
class Standing:
    """What is remembered of one exercise. All times are UTC, as ISO text; "" is never.

    attempts: how many different versions of the file were graded, the stub not counted;
    verdicts: the status of each version by its SHA-256.
    """

    attempts: int = 0
    hints: int = 0
    first_solved: str = ""
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
        self._file = ProgressFile(root / FILE, warn)

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
        self._file.ask(lambda connection: connection.executemany(_NOTE, rows))

    def take_hint(self, exercise: Exercise, available: int) -> int:
        """Give one more hint, if there is one; how many are given now."""
        values = {"exercise": exercise.name, "available": available, "now": _now()}

        def take(connection: sqlite3.Connection) -> int:
            connection.execute(_TAKE_HINT, values)
            return int(connection.execute(_COUNT_HINTS, values).fetchone()[0])

        return min(self._file.ask(take), available)

    def personal_hint(self, exercise: Exercise, sha256: str) -> tuple[list[str], int] | None:
        """What may be said about this version of the file, and how much of it was; None if unknown.

        What a file holds that is not of this form is as good as unknown.
        """
        statement = "SELECT steps, given FROM personal_hint WHERE exercise = ? AND sha256 = ?"
        for text, given in self._rows(statement, exercise.name, sha256):
            with suppress(TypeError, ValueError):
                steps = json.loads(text)
                if isinstance(steps, list) and all(isinstance(step, str) for step in steps):
                    return steps, int(given)
        return None

    def note_personal_hint(
        self, exercise: Exercise, sha256: str, steps: list[str], given: int
    ) -> None:
        """Remember what may be said about this version of the file, and how much of it was."""
        row = (exercise.name, sha256, json.dumps(steps), given, _now())
        statement = "INSERT OR REPLACE INTO personal_hint VALUES (?, ?, ?, ?, ?)"
        self._file.ask(lambda connection: connection.execute(statement, row))

    def note_solution(self, exercise: Exercise) -> None:
        """Remember that the solution was shown before the exercise was solved."""
        row = (exercise.name, _now())
        statement = "INSERT OR IGNORE INTO solution VALUES (?, ?)"
        self._file.ask(lambda connection: connection.execute(statement, row))

    def standing(self, exercise: Exercise) -> Standing:
        """What is remembered of one exercise."""
        return self.standings().get(exercise.name, Standing())

    def standings(self) -> dict[str, Standing]:
        """What is remembered, by the names of exercises."""
        if not self._file.is_there():
            return {}  # asking leaves no file behind
        return self._file.ask(_standings)

    def first_solutions(self) -> list[FirstSolution]:
        """How each exercise that was ever solved first came to be."""
        return [FirstSolution(*row) for row in self._rows(_FIRST_SOLUTIONS)]

    def note_kata(self, kata: KataRecord) -> None:
        """Remember a kata as it is now, in place of what was remembered of it."""
        statement = f"INSERT OR REPLACE INTO kata VALUES ({', '.join('?' * len(astuple(kata)))})"
        self._file.ask(lambda connection: connection.execute(statement, astuple(kata)))

    def drop_kata(self, kata: KataRecord) -> None:
        """Forget a kata that nobody can finish."""
        which = (kata.exercise, kata.begun_at)
        statement = "DELETE FROM kata WHERE exercise = ? AND begun_at = ?"
        self._file.ask(lambda connection: connection.execute(statement, which))

    def katas(self) -> list[KataRecord]:
        """All katas, the oldest first."""
        return [KataRecord(*row) for row in self._rows("SELECT * FROM kata ORDER BY begun_at")]

    def _rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        """What a question finds; asking leaves no file behind."""
        if not self._file.is_there():
            return []
        return self._file.ask(lambda connection: connection.execute(statement, values).fetchall())


def warn(sentence: str) -> None:
    """Tell the user of a command that something is wrong with the file."""
    print(clean(sentence), file=sys.stderr)


def day_of(at: str) -> date:
    """The learner's own day of a remembered time."""
    return datetime.fromisoformat(at).astimezone().date()


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes; "" if it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _standings(connection: sqlite3.Connection) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    attempts = connection.execute(
        "SELECT exercise, sha256, status, solved_at FROM attempt ORDER BY last_at"
    )
    for name, sha256, status, solved_at in attempts:
        standing = found.setdefault(name, Standing())
        standing.verdicts[sha256] = status
        if solved_at:
            standing.first_solved = min(standing.first_solved or solved_at, solved_at)
        if status != "not started":
            standing.attempts += 1
    for name, hints in connection.execute("SELECT exercise, COUNT(*) FROM hint GROUP BY exercise"):
        found.setdefault(name, Standing()).hints = hints
    return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
