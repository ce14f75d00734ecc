"""The attack corpus: what the files of tests/attacks say about themselves.

Each of them is a submission. Its docstring's first line says what it tries; these constants, which
are read and never run, say how it is graded:

EXERCISE            the exercise that it replaces, or "any"
WINS                points that its honest parts win; by default none
THEN_SOLVES         the exercise's solution is put below it, so that it wins points if all that
                    it does has worked without an exception
HANGS               it waits for its deadline, which is a shorter one here
SLEEPS              it takes nearly as long as it may: its deadlines are the real ones
FILES               what else is handed in: names, divided by spaces → text or bytes
LINKS               the same: name → what the link points to, from the course's root
TARGET              the name of the folder that is handed in
PREPARES            a program that is run in that folder before it is graded
MEANWHILE           a program that is run in that folder while it is graded, and then ended
ARGUMENTS           more arguments of `grade`
WINS_AT_LIMITS      what it achieves where confinement is `limits`; by default it achieves nothing
NOT_RUN_AT_LIMITS   why it is not tried there
"""

import ast
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.contents.course import Course

ANY = "any"


@dataclass(frozen=True)
class Attack:
    """One submission of the corpus, as described at the top of this module."""

    name: str
    summary: str
    source: str
    exercise: str
    wins: float = 0.0
    then_solves: bool = False
    hangs: bool = False
    sleeps: bool = False
    files: dict[str, str | bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    target: str = ""
    prepares: str = ""
    meanwhile: str = ""
    arguments: tuple[str, ...] = ()
    wins_at_limits: str = ""
    not_run_at_limits: str = ""

    @property
    def alone(self) -> bool:
        """Whether it cannot share a run with other attacks."""
        more = self.links or self.arguments or self.target or self.prepares or self.meanwhile
        return bool(more)


def load_attacks(course: Course) -> list[Attack]:
    """The corpus, by name. Raises ValueError or KeyError for a file that lacks what it must say."""
    return [_read(file) for file in sorted((course.root / "tests" / "attacks").glob("*.py"))]


def _read(file: Path) -> Attack:
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    summary = (ast.get_docstring(tree) or "").split("\n")[0]
    said: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError):  # not a literal, so none of ours
                said[node.targets[0].id] = ast.literal_eval(node.value)
    if not summary:
        raise ValueError(f"{file.name} does not say what it tries.")
    files = {name: text for names, text in said.get("FILES", {}).items() for name in names.split()}
    return Attack(
        name=file.stem,
        summary=summary,
        source=source,
        exercise=said["EXERCISE"],
        wins=said.get("WINS", 0.0),
        then_solves=said.get("THEN_SOLVES", False),
        hangs=said.get("HANGS", False),
        sleeps=said.get("SLEEPS", False),
        files=files,
        links=said.get("LINKS", {}),
        target=said.get("TARGET", ""),
        prepares=said.get("PREPARES", ""),
        meanwhile=said.get("MEANWHILE", ""),
        arguments=tuple(said.get("ARGUMENTS", ())),
        wins_at_limits=said.get("WINS_AT_LIMITS", ""),
        not_run_at_limits=said.get("NOT_RUN_AT_LIMITS", ""),
    )
