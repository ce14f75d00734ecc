"""The learner's kit: a folder to hand out, without solutions and hidden tests."""

from pathlib import Path

from ..contents.course import Course


def build(target: Path, course: Course) -> str:
    """Write or update the kit; what was done, as sentences. Raises UsageError."""
    raise NotImplementedError
