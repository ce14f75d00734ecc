"""The desk that a kata lies on: taken up again or made anew, put into its file, and rated."""

import ast
import difflib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from ..contents.course import Course, Exercise, UsageError
from ..contents.handin import Target
from ..contents.mistakes import load_knowledge
from ..contents.plain import NotThere
from ..judge.suites import SuiteFault
from .kata_forms import Form, Kata, NoKata, Passes, blanks_of, form_of, holds, make, mistake_of
from .katas import Deck, rating_of, usual_seconds
from .progress import KataRecord, Progress
from .warm import WarmGrader
from .workshop import shown, write

FOLDER = "katas"

# Every sentence about the making and the end of a kata stands here, whole.
TAKEN_UP = "You began this kata before: {path} is as you left it."
OUTDATED = "The exercise has changed since you began its last kata, so this is a new one."
FROM_REFERENCE = (
    "{path} does not pass its tests as it is now, so this kata is made from the reference solution."
)
NO_KATA = "There is no kata of {name} today: its reference solution does not pass its suite. {why}"
NO_FOLDER = "{path} cannot be made: {reason}. Katas lie there."
IN_FUNCTION = "Look at {name}."
IN_LINE = "Look at line {line} of the file as it was given, and next to it."
MISTAKE = "The mistake was {name}. {feedback}"
SECTION = "More about it: {section}"
LEAST = "You changed no more lines than it takes."
REWRITTEN = "A rewrite is fine; fewer lines would have done."


@dataclass
class Work:
    """A kata at work. notes: what is to be said of how it came to be; opened: a monotonic time."""

    kata: Kata
    record: KataRecord
    notes: list[str] = field(default_factory=list)
    opened: float = field(default_factory=time.monotonic)
    last: str = ""  # the version that was graded last

    @property
    def seconds(self) -> float:
        return self.record.seconds + time.monotonic() - self.opened


class Desk:
    """Katas of a course, and what is remembered of them."""

    def __init__(self, course: Course, progress: Progress, passes: Passes) -> None:
        self._course = course
        self._progress = progress
        self._passes = passes

    def file(self, exercise: Exercise) -> Path:
        """The scratch file of an exercise's katas."""
        return self._course.root / FOLDER / f"{exercise.name}.py"

    def text(self, exercise: Exercise) -> str | None:
        """What is in the scratch file; None if it is not there."""
        try:
            content = self.file(exercise).read_bytes()
        except OSError:
            return None
        return content.decode("utf-8", "replace").replace("\r\n", "\n")

    def deck(self, today: date) -> Deck:
        """All cards as they are now."""
        return Deck.of(self._course, self._progress, today)

    def open(self, exercise: Exercise, today: date) -> Work | str:
        """The kata of an exercise, in its file; or why there is none, as a sentence.

        Raises UsageError.
        """
        records = [r for r in self._progress.katas() if r.exercise == exercise.name]
        notes = []
        try:
            for begun in [record for record in records if record.rating is None]:
                kata = _kata_of(exercise, begun)
                if holds(kata, self._passes):
                    return self._taken_up(kata, begun)
                self._progress.drop_kata(begun)
                notes = [OUTDATED]
            card = next(c for c in self.deck(today).cards if c.exercise == exercise)
            kata = make(
                exercise,
                self._passes,
                form_of(card.stability, card.katas),
                blanks_of(card.stability),
                used=[record.mistake for record in records],
                seed=len(records),
            )
        except (NoKata, SuiteFault) as reason:
            return NO_KATA.format(name=exercise.name, why=reason).rstrip()
        if kata.stale:
            notes.append(FROM_REFERENCE.format(path=shown(exercise.file)))
        record = KataRecord(
            exercise.name, _now(), kata.form, kata.mistake, kata.own, kata.given, kata.repair
        )
        self.put(kata)
        self._progress.note_kata(record)
        return Work(kata, record, notes)

    def _taken_up(self, kata: Kata, record: KataRecord) -> Work:
        """A kata that was begun before, with what the learner has written since."""
        if self.text(kata.exercise) is None:
            self.put(kata)
        return Work(kata, record, [TAKEN_UP.format(path=shown(self.file(kata.exercise)))])

    def put(self, kata: Kata) -> None:
        """Write the file as it is given. Raises UsageError."""
        write(self.file(kata.exercise), kata.given.encode())

    def note(self, work: Work) -> None:
        """Remember how far a kata has come; each version of the file is one grading."""
        now = self.text(work.kata.exercise)
        if now is not None and now not in (work.kata.given, work.last):
            work.record.gradings += 1
            work.last = now
        self._progress.note_kata(replace(work.record, seconds=work.seconds))

    def end(self, work: Work, solved: bool) -> None:
        """Rate a kata by what happened. solved: or else the answer was shown."""
        record = work.record
        usual = usual_seconds(self._progress.katas(), record.form)
        record.seconds = work.seconds
        how = rating_of(solved, record.hints, record.gradings, record.seconds, usual)
        record.rating, record.ended_at = int(how), _now()
        record.given = record.repair = ""  # nobody takes it up again
        self._progress.note_kata(record)

    def hints(self, kata: Kata) -> list[str]:
        """What can be said of a kata, from gentle to nearly the answer. Raises UsageError."""
        if kata.form != "bug":
            return list(load_knowledge(kata.exercise).hints)
        line = first_difference(kata.given, kata.repair)
        function = _function_at(kata.given, line)
        hints = [IN_FUNCTION.format(name=function)] if function else []
        known = mistake_of(kata.exercise, kata.mistake)
        return [*hints, IN_LINE.format(line=line), *([known.feedback] if known else [])]

    def told(self, kata: Kata) -> list[str]:
        """The mistake of a bug hunt by its name, and where it is explained. Raises UsageError."""
        mistake = mistake_of(kata.exercise, kata.mistake) if kata.mistake else None
        if mistake is None:
            return []
        lines = [MISTAKE.format(name=mistake.name, feedback=mistake.feedback)]
        if mistake.section:
            readme = shown(kata.exercise.file.with_name("README.md"))
            lines.append(SECTION.format(section=f"{readme}#{mistake.section}"))
        return lines

    def praise(self, kata: Kata) -> str:
        """What is said of the size of a repair."""
        needed = changed_lines(kata.given, kata.repair)
        done = changed_lines(kata.given, self.text(kata.exercise) or "")
        return LEAST if done <= needed else REWRITTEN


@dataclass(frozen=True)
class Scratch(Target):
    """A folder of katas; a helper file of the learner's own that one imports is in exercises/."""

    beside: Target

    @classmethod
    def at(cls, course: Course, folder: Path) -> "Scratch":
        shown_folder = Path(os.path.relpath(folder))
        return cls(shown_folder, "", FOLDER, "submission", Target.find(course, "exercises"))

    def read(self, module: str) -> bytes:
        try:
            return super().read(module)
        except NotThere:
            return self.beside.read(module)


@contextmanager
def checking(course: Course, grader: WarmGrader) -> Iterator[Passes]:
    """Whether a source passes an exercise's suite; it runs in workers, like any hand-in."""
    with TemporaryDirectory() as folder:
        target = Scratch.at(course, Path(folder))

        def passes(exercise: Exercise, source: str) -> bool:
            path = Path(folder) / f"{exercise.name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(source.encode())
            return grader.passes(exercise, target)

        yield passes


def scratch(course: Course) -> Target:
    """The folder of katas as a target, made if it is not there. Raises UsageError."""
    folder = course.root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(NO_FOLDER.format(path=shown(folder), reason=error.strerror)) from None
    return Scratch.at(course, folder)


def answer(kata: Kata) -> str:
    """What was to be written: the whole file, or the lines that differ."""
    if kata.form == "memory":
        return kata.repair
    given, repair = kata.given.splitlines(), kata.repair.splitlines()
    return "\n".join([*difflib.unified_diff(given, repair, lineterm="", n=1)][2:])


def changed_lines(before: str, after: str) -> int:
    """How many lines were added or taken away; blanks count for nothing."""
    old, new = (
        [line.strip() for line in text.splitlines() if line.strip()] for text in (before, after)
    )
    lines = difflib.ndiff(old, new)
    return sum(line[:2] in ("+ ", "- ") for line in lines)


def first_difference(before: str, after: str) -> int:
    """The first line, counted from 1, of one text that is not the other's."""
    lines, others = before.splitlines(), after.splitlines()
    matching = difflib.SequenceMatcher(None, lines, others, autojunk=False)
    return next((i + 1 for tag, i, *_ in matching.get_opcodes() if tag != "equal"), 1)


def _function_at(source: str, line: int) -> str:
    """The innermost function around a line; "" if there is none."""
    found = ""
    for node in ast.walk(ast.parse(source)):  # it is our own edit of what has passed
        inside = isinstance(node, ast.FunctionDef) and node.lineno <= line
        if isinstance(node, ast.FunctionDef) and inside and line <= (node.end_lineno or 0):
            found = node.name
    return found


def _kata_of(exercise: Exercise, record: KataRecord) -> Kata:
    form: Form = next((form for form in get_args(Form) if form == record.form), "memory")
    return Kata(exercise, form, record.given, record.repair, record.mistake, bool(record.own))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
