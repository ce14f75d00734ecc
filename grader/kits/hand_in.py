"""The zip that a learner hands in, and that `class` reads: what was worked on, and nothing else."""

from dataclasses import dataclass, field
from pathlib import Path

from ..contents.course import TREE, Course, UsageError
from ..contents.plain import NotThere, Unreadable, read_plain
from ..contents.stubs import stub_text
from .files import Files, zipped

MAX_ZIP = 4 << 20  # bytes; no larger one is opened by whoever grades it

TOO_LARGE = "What is to be handed in is larger than {limit} MiB: the grader would not open it."


@dataclass
class HandedIn:
    """What is in a zip. untouched: stems of exercises; problems: files left out, as sentences."""

    files: Files = field(default_factory=dict)
    untouched: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def packed(self) -> bytes:
        """The zip: the same bytes for the same files. Raises UsageError."""
        content = zipped(self.files)
        if len(content) > MAX_ZIP:
            raise UsageError(TOO_LARGE.format(limit=MAX_ZIP >> 20))
        return content


def hand_in(course: Course) -> HandedIn:
    """The exercises that differ from what was handed out, and files of one's own beside them."""
    found = HandedIn()
    for exercise in course.exercises:
        path = f"{TREE}/{exercise.name}.py"
        content = _read(course.root, path, found)
        if content is None:
            continue
        if content.replace(b"\r\n", b"\n") == stub_text(exercise).encode():
            found.untouched.append(exercise.stem)
        else:
            found.files[path] = content
    exercises = {f"{TREE}/{exercise.name}.py" for exercise in course.exercises}
    for chapter in sorted({exercise.chapter for exercise in course.exercises}):
        for file in sorted((course.root / TREE / chapter).glob("*.py")):
            path = f"{TREE}/{chapter}/{file.name}"
            content = _read(course.root, path, found) if path not in exercises else None
            if content is not None and file.stem.isidentifier():
                found.files[path] = content
    return found


def _read(root: Path, path: str, found: HandedIn) -> bytes | None:
    """A learner's file; None if it is left out."""
    try:
        return read_plain(root, path.split("/"), path)
    except NotThere:
        return None
    except Unreadable as problem:
        found.problems.append(str(problem))
        return None
