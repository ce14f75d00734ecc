"""What happens to a learner's file: back to the stub, a backup of it, the backup brought back.

Files change all at once or not at all, and nothing of a learner's is overwritten before there is
a copy of it in the folder .backups beside it.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ..contents.course import Exercise, UsageError
from ..contents.stubs import stub_of
from ..contents.writing import replace
from ..words.text import clean

BACKUPS = ".backups"
BLANK = "____"  # of a kata
TO_WRITE = ("NotImplementedError", BLANK)

# Every sentence about a learner's file stands here, whole.
IS_STUB = "{path} is the stub already."
RESET = "{path} is the stub again."
RESET_KEPT = "{path} is the stub again. What was in it is kept as {backup}."
UNDONE = "{path} is what it was before: {backup} is back."
UNDONE_KEPT = "{path} is what it was before: {backup} is back. What was in it is kept as {kept}."
NO_BACKUP = "There is no backup of {path} that differs from it."
NO_WRITE = "{path} cannot be written: {reason}. Your file is as it was."
NO_READ = "{path} cannot be read: {reason}. Your file is as it was."


def reset(exercise: Exercise) -> str:
    """Replace the learner's file by the stub, keeping a backup; what was done, as a sentence.

    Raises UsageError.
    """
    path = exercise.file
    current = _read(path)
    if _is_stub(exercise, current):
        return IS_STUB.format(path=shown(path))
    backup = _keep(exercise, current)
    write(path, stub_bytes(exercise))
    if backup is None:
        return RESET.format(path=shown(path))
    return RESET_KEPT.format(path=shown(path), backup=shown(backup))


def undo(exercise: Exercise) -> str:
    """Bring back the newest backup that differs from the file; what was done, as a sentence.

    Raises UsageError.
    """
    path = exercise.file
    current = _read(path)
    for backup in reversed(backups(exercise)):
        content = _read(backup)
        if content is not None and content != current:
            kept = _keep(exercise, current)
            write(path, content)
            sentence = UNDONE_KEPT if kept else UNDONE
            return sentence.format(
                path=shown(path), backup=shown(backup), kept=shown(kept) if kept else ""
            )
    raise UsageError(NO_BACKUP.format(path=shown(path)))


def backups(exercise: Exercise) -> list[Path]:
    """The backups of a learner's file, the oldest first."""
    return sorted((exercise.file.parent / BACKUPS).glob(f"{exercise.stem}-[0-9]*.py"))


def stub_bytes(exercise: Exercise) -> bytes:
    """The stub of an exercise. Raises UsageError."""
    if exercise.in_kit:
        return _text(exercise.handed_out).encode()
    try:
        return stub_of(solution_text(exercise)).encode()
    except SyntaxError as error:
        raise UsageError(f"{exercise.solution.name}: {error}.") from None


def is_stub(exercise: Exercise) -> bool:
    """Whether the learner's file is there and nothing was written into it. Raises UsageError."""
    return _is_stub(exercise, _read(exercise.file))


def _is_stub(exercise: Exercise, content: bytes | None) -> bool:
    return content is not None and content.replace(b"\r\n", b"\n") == stub_bytes(exercise)


def solution_text(exercise: Exercise) -> str:
    """The reference solution of an exercise. Raises UsageError."""
    return _text(exercise.solution)


def shown(path: Path) -> str:
    """A path as a learner would type it."""
    return clean(os.path.relpath(path))


def place(file: Path) -> str:
    """A learner's file as a link, path:line, to what is still to be written, if anything is."""
    with suppress(OSError):
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
        for number, line in enumerate(lines, 1):
            if any(sign in line for sign in TO_WRITE):
                return f"{shown(file)}:{number}"
    return shown(file)


def write(path: Path, content: bytes) -> None:
    """Write a file all at once: a failure or a crash leaves the old one. Raises UsageError."""
    try:
        replace(path, content)
    except OSError as error:
        raise UsageError(NO_WRITE.format(path=shown(path), reason=error.strerror)) from None


def _keep(exercise: Exercise, content: bytes | None) -> Path | None:
    """Write a backup, unless the newest one says the same; None if there is nothing to keep."""
    if content is None or _is_stub(exercise, content):
        return None
    for newest in backups(exercise)[-1:]:
        if _read(newest) == content:
            return newest
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    backup = exercise.file.parent / BACKUPS / f"{exercise.stem}-{stamp}.py"
    if backup.exists():
        raise UsageError(NO_WRITE.format(path=shown(backup), reason="it is there already"))
    write(backup, content)
    return backup


def _text(path: Path) -> str:
    """The text of a file of the course's own. Raises UsageError."""
    content = _read(path)
    if content is None:
        raise UsageError(NO_READ.format(path=shown(path), reason="it is missing"))
    return content.decode("utf-8")


def _read(path: Path) -> bytes | None:
    """A file's bytes; None if it is not there. Raises UsageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(NO_READ.format(path=shown(path), reason=error.strerror)) from None
