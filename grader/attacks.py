"""Attacks: submissions that try to win points without solving anything, or to harm the grader.

Each file in tests/attacks is one of them. Its docstring's first line says what it tries; these
constants, which are read and never run, say how it is graded:

EXERCISE            the exercise that it replaces, or "any"
THEN_SOLVES         the exercise's solution is put below it, so that it wins points if all that
                    it does has worked without an exception
HANGS               it waits for its deadline, so that it is graded beside others of this kind
FILES, LINKS        what else is handed in: names, divided by spaces → text, or → what the link
                    points to, from the course's root
ARGUMENTS           more arguments of `grade`
WINS_AT_LIMITS      what it achieves where confinement is `limits`; by default it achieves nothing
NOT_RUN_AT_LIMITS   why it is not tried there
"""

import ast
import compileall
import contextlib
import ctypes
import itertools
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .confine import Level
from .course import Course, Exercise

ANY = "any"
HONEST = 2  # exercises graded beside the attacks, with their solutions
JOBS = 4
RUN_SECONDS = 180.0  # for one run of the grader
LEFT_SECONDS = 2.0  # for its last processes to end
TREES = ("grader", "solutions", "dataset")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")
# All that a terminal could act on, but not JSON's own line breaks.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SUBREAPER = 36  # linux/prctl.h


@dataclass(frozen=True)
class Attack:
    """One submission of the corpus, as described at the top of this module."""

    name: str
    summary: str
    source: str
    exercise: str
    then_solves: bool = False
    hangs: bool = False
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    wins_at_limits: str = ""
    not_run_at_limits: str = ""

    @property
    def alone(self) -> bool:
        """Whether it cannot share a run with other attacks."""
        return bool(self.links or self.arguments)


@dataclass
class Outcome:
    """What came of an attack: the points that it won and whatever else it achieved."""

    name: str
    summary: str
    exercise: str
    score: float = 0.0
    harm: list[str] = field(default_factory=list)

    @property
    def won(self) -> bool:
        return bool(self.score or self.harm)


def load_attacks(course: Course) -> list[Attack]:
    """The corpus, by name. Raises ValueError or KeyError for a file that lacks what it must say."""
    files = sorted((course.root / "tests" / "attacks").glob("*.py"))
    return [_read(file) for file in files]


def run_attacks(course: Course, level: Level, only: Collection[str] = ()) -> list[Outcome]:
    """Grade every attack, or only these, beside honest solutions, and see what they achieve.

    All happens in a temporary copy of the course. Attacks on exercises that the course does not
    have, and those that are not to be run at this level, are left out.
    """
    known = {ANY, *(exercise.name for exercise in course.exercises)}
    attacks = [
        attack
        for attack in load_attacks(course)
        if attack.exercise in known
        and not (level == "limits" and attack.not_run_at_limits)
        and (not only or attack.name in only)
    ]
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
        ground = _Ground(course, Path(folder), level)
        for placed in rounds(attacks, course):
            outcomes += ground.play(placed)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def rounds(attacks: Sequence[Attack], course: Course) -> list[dict[str, Attack]]:
    """Share the attacks out among runs of the grader: exercise → attack on it."""
    named = {attack.exercise for attack in attacks}
    spare = [each.name for each in course.exercises if each.name not in named]
    free = [*sorted(named - {ANY}), *spare[HONEST:]]
    played: list[dict[str, Attack]] = []
    for attack in attacks:
        if attack.alone:
            played.append({attack.exercise: attack})
    for hangs in (True, False):
        group = [each for each in attacks if each.hangs == hangs and not each.alone]
        played += _shared_out(group, free)
    return played


def _shared_out(attacks: Sequence[Attack], free: Sequence[str]) -> list[dict[str, Attack]]:
    """Those with an exercise of their own first; the others fill the places that are left."""
    played: list[dict[str, Attack]] = []
    for attack in sorted(attacks, key=lambda attack: attack.exercise == ANY):
        choices = free if attack.exercise == ANY else [attack.exercise]
        places = ((run, name) for run in played for name in choices if name not in run)
        run, name = next(places, ({}, choices[0]))
        if not run:
            played.append(run)
        run[name] = attack
    return played


def _read(file: Path) -> Attack:
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    summary = (ast.get_docstring(tree) or "").split("\n")[0]
    constants: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with contextlib.suppress(ValueError):  # not a literal, so none of ours
                constants[node.targets[0].id] = ast.literal_eval(node.value)
    if not summary:
        raise ValueError(f"{file.name} does not say what it tries.")
    files = {
        name: text for names, text in constants.get("FILES", {}).items() for name in names.split()
    }
    return Attack(
        name=file.stem,
        summary=summary,
        source=source,
        exercise=constants["EXERCISE"],
        then_solves=constants.get("THEN_SOLVES", False),
        hangs=constants.get("HANGS", False),
        files=files,
        links=constants.get("LINKS", {}),
        arguments=tuple(constants.get("ARGUMENTS", ())),
        wins_at_limits=constants.get("WINS_AT_LIMITS", ""),
        not_run_at_limits=constants.get("NOT_RUN_AT_LIMITS", ""),
    )


class _Ground:
    """A copy of the course that attacks are graded in."""

    def __init__(self, course: Course, folder: Path, level: Level) -> None:
        self._course = course
        self._level = level
        self._root = folder / "course"
        self._targets = (folder / f"target{number}" for number in itertools.count())
        self._root.mkdir()
        shutil.copy(course.root / "course.toml", self._root)
        for tree in TREES:
            if (course.root / tree).is_dir():
                shutil.copytree(course.root / tree, self._root / tree, ignore=IGNORED)
        # Now, so that no run of the grader writes any file there.
        compileall.compile_dir(self._root / "grader", maxlevels=0, quiet=2)

    def play(self, placed: dict[str, Attack]) -> list[Outcome]:
        """Grade a few attacks in one run; if anything is amiss with it, one by one."""
        scores, harm = self._grade(placed)
        if harm and len(placed) > 1:
            one_by_one = [self.play({name: attack}) for name, attack in placed.items()]
            outcomes = list(itertools.chain.from_iterable(one_by_one))
            if not any(outcome.harm for outcome in outcomes):
                outcomes[0].harm = [f"together with others: {text}" for text in harm]
            return outcomes
        return [
            Outcome(attack.name, attack.summary, name, scores.get(name, 0.0), harm)
            for name, attack in placed.items()
        ]

    def _grade(self, placed: dict[str, Attack]) -> tuple[dict[str, float], list[str]]:
        """The points of each attack, and what should not have happened besides."""
        honest = [each for each in self._course.exercises if each.name not in placed][:HONEST]
        target = next(self._targets)
        self._fill(target, placed, honest)
        before = _files(self._root), _files(target), _strangers()
        command = [sys.executable, "-m", "grader", "grade", *placed]
        command += [exercise.name for exercise in honest]
        command += ["--target", str(target), "--format", "json", "--confinement", self._level]
        command += ["--jobs", str(len(placed) if _hanging(placed) else JOBS)]
        command += ["--seed", str(secrets.randbits(60))]
        command += [part for attack in placed.values() for part in attack.arguments]
        with _adopting() as survivors:
            status, output, errors = self._run(command)
        harm = [f"{name} goes on" for name in survivors]
        changes = {
            f"{path} has changed"
            for now, then in zip(
                (_files(self._root), _files(target), _strangers()), before, strict=True
            )
            for path in {path for path, _ in now.items() ^ then.items()}
        }
        report = _parsed(output) if status == 0 else None
        if not isinstance(report, dict):
            text = f"the grader ended with status {status}: {errors or output}"
            return {}, [*harm, *sorted(changes), text]
        if errors:
            harm.append(f"the grader complained: {errors}")
        if CONTROL.search(output):
            harm.append("the grader's output holds control characters")
        graded = {each["name"]: each for each in report["exercises"]}
        harm += [
            f"{name} was not graded as it should be"
            for name in [*placed, *(exercise.name for exercise in honest)]
            if name not in graded or graded[name]["tests_run"] != graded[name]["tests_expected"]
        ]
        harm += [
            f"the verdict on {exercise.name} is {graded[exercise.name]['status']}"
            for exercise in honest
            if exercise.name in graded and graded[exercise.name]["status"] != "solved"
        ]
        scores = {name: graded[name]["score"] for name in placed if name in graded}
        return scores, [*harm, *sorted(changes)]

    def _fill(self, target: Path, placed: dict[str, Attack], honest: Sequence[Exercise]) -> None:
        """Make the folder that is handed in."""
        solutions = {
            exercise.name: exercise.solution.read_text(encoding="utf-8")
            for exercise in self._course.exercises
        }
        texts = {f"{exercise.name}.py": solutions[exercise.name] for exercise in honest}
        for name, attack in placed.items():
            texts[f"{name}.py"] = attack.source + (solutions[name] if attack.then_solves else "")
            texts |= attack.files
        links = {name: to for attack in placed.values() for name, to in attack.links.items()}
        target.mkdir()
        for name, to in links.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).symlink_to(self._root / to)
        for name, text in texts.items():
            path = target / name
            if not any(part.is_symlink() for part in (path, *path.parents)):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def _run(self, command: Sequence[str]) -> tuple[int, str, str]:
        """Run the grader; its exit status and what it printed on both streams."""
        process = subprocess.Popen(
            command,
            cwd=self._root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            output, errors = process.communicate(timeout=RUN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            errors += b"\nIt did not end."
        return process.returncode, _text(output), _text(errors)


def _hanging(placed: dict[str, Attack]) -> bool:
    return any(attack.hangs for attack in placed.values())


def _text(output: bytes) -> str:
    return output.decode("utf-8", "backslashreplace")


def _parsed(output: str) -> Any:
    try:
        return json.loads(output)
    except ValueError:
        return None


def _files(folder: Path) -> dict[str, tuple[int, ...]]:
    """Every file and folder below a folder, and what would tell of a change."""
    found: dict[str, tuple[int, ...]] = {}
    for path in [folder, *folder.rglob("*")]:
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_uid, status.st_size, status.st_mtime_ns)
    return found


def _strangers() -> dict[str, tuple[int, ...]]:
    """Files that attacks make where everyone may; they all have such names."""
    places = {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}
    return {str(path): () for place in places for path in Path(place).glob("attack[!e]*")}


@contextlib.contextmanager
def _adopting() -> Iterator[list[str]]:
    """Find the processes that the grader leaves behind, and end them (Linux)."""
    survivors: list[str] = []
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        yield survivors
        return
    before = set(children.read_text().split())
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield survivors
    finally:
        deadline = time.monotonic() + LEFT_SECONDS
        while (left := set(children.read_text().split()) - before) and (
            time.monotonic() < deadline
        ):
            _reap(left)
            time.sleep(0.01)
        for process in left:
            with contextlib.suppress(OSError):
                survivors.append(Path(f"/proc/{process}/comm").read_text().strip())
                os.kill(int(process), signal.SIGKILL)
                os.waitpid(int(process), 0)
        ctypes.CDLL(None).prctl(_SUBREAPER, 0, 0, 0, 0)


def _reap(processes: set[str]) -> None:
    for process in processes:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(int(process), os.WNOHANG)


if __name__ == "__main__":
    level: Any = sys.argv[1]
    outcomes = run_attacks(Course.load(Path.cwd()), level, sys.argv[2:])
    print(json.dumps([asdict(outcome) for outcome in outcomes], indent=1))
