"""Attacks: submissions that try to win points without solving anything, or to harm the grader.

Each file in tests/attacks is one of them. Its docstring's first line says what it tries; these
constants, which are read and never run, say how it is graded:

EXERCISE            the exercise that it replaces, or "any"
THEN_SOLVES         the exercise's solution is put below it, so that it wins points if all that
                    it does has worked without an exception
HANGS               it waits for its deadline, which is a shorter one here
FILES, LINKS        what else is handed in: names, divided by spaces → text, or → what the link
                    points to, from the course's root
ARGUMENTS           more arguments of `grade`
WINS_AT_LIMITS      what it achieves where confinement is `limits`; by default it achieves nothing
NOT_RUN_AT_LIMITS   why it is not tried there

They are graded in a temporary copy of the course, which has a copy of an exercise for each of them:
so one run of the grader meets them all, beside honest solutions.
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

from grader.contents.course import Course, Exercise
from grader.sandbox.confine import strongest
from grader.wire.protocol import Level

ANY = "any"
SHORT = 5  # exercises with the fewest tests are what attacks on any exercise replace
HONEST = 2  # exercises of the course that are graded beside the attacks, with their solutions
JOBS = 4
DEADLINE = 1.0  # seconds for each call of those that hang
RUN_SECONDS = 180.0  # for one run of the grader
LEFT_SECONDS = 2.0  # for its last processes to end
TREES = ("grader", "course", "solutions", "dataset")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")
# All that a terminal could act on, but not JSON's own line breaks.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ATTACKS = "{count} attacks at level {level}: {won} achieved something that it should stop."
BREACH = "An attack succeeds: {name}: {summary} {harm}"
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

    Attacks on exercises that the course does not have, and those that are not to be run at this
    level, are left out.
    """
    known = {ANY, *(exercise.name for exercise in course.exercises)}
    attacks = [
        attack
        for attack in load_attacks(course)
        if attack.exercise in known
        and not (level == "limits" and attack.not_run_at_limits)
        and (not only or attack.name in only)
    ]
    together = [attack for attack in attacks if not attack.alone]
    quick = [attack for attack in together if not attack.hangs]
    wins = [attack for attack in quick if level == "limits" and attack.wins_at_limits]
    groups = [
        *([attack] for attack in attacks if attack.alone),
        [attack for attack in together if attack.hangs],
        wins,
        [attack for attack in quick if attack not in wins],
    ]
    with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
        os.chmod(folder, 0o755)  # so that it is confinement that protects it, and nothing else
        ground = _Ground(course, together, Path(folder), level)
        outcomes = [outcome for group in groups if group for outcome in ground.grade(group)]
    return sorted(outcomes, key=lambda outcome: outcome.name)


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
    """A copy of the course that attacks are graded in, with one more exercise for each of them."""

    def __init__(
        self, course: Course, attacks: Sequence[Attack], folder: Path, level: Level
    ) -> None:
        self._level = level
        self._root = folder / "course"
        self._targets = (folder / f"target{number}" for number in itertools.count())
        for tree in TREES:
            if (course.root / tree).is_dir():
                shutil.copytree(course.root / tree, self._root / tree, ignore=IGNORED)
        shutil.copy(course.root / "course.toml", self._root)
        self._course = Course.load(self._root)
        self._places = {attack.name: attack.exercise for attack in load_attacks(course)}
        self._add_copies(attacks)
        # Now, so that no run of the grader writes any file there.
        compileall.compile_dir(self._root / "grader", quiet=2)

    def grade(self, attacks: Sequence[Attack]) -> list[Outcome]:
        """Grade attacks in one run. Where some do harm, find out by halves which of them."""
        scores, harm = self._run(attacks)
        if not harm or len(attacks) == 1 or all(scores.get(attack.name) for attack in attacks):
            return [
                Outcome(attack.name, attack.summary, scores.get(attack.name, 0.0), harm)
                for attack in attacks
            ]
        middle = len(attacks) // 2
        outcomes = [*self.grade(attacks[:middle]), *self.grade(attacks[middle:])]
        if not any(outcome.harm for outcome in outcomes):
            outcomes[0].harm = [f"together with others: {text}" for text in harm]
        return outcomes

    def _add_copies(self, attacks: Sequence[Attack]) -> None:
        """Give each attack an exercise of its own, with the solution and the suite of another one.

        They come first in the course: so their workers hold no solution of the other one.
        """
        exercises = {exercise.name: exercise for exercise in self._course.exercises}
        short = sorted(exercises.values(), key=lambda each: each.suite.read_bytes().count(b"def "))
        turns = itertools.cycle(short[:SHORT])
        chapters = ""
        for attack in attacks:
            original = next(turns) if attack.exercise == ANY else exercises[attack.exercise]
            copy = Exercise(f"{original.name}_{attack.name}", attack.name, self._root)
            shutil.copy(original.solution, copy.solution)
            suite = _text(original.suite)
            if attack.hangs:
                suite = re.sub(
                    "^    (?=points =)", f"    deadline = {DEADLINE}\n    ", suite, flags=re.M
                )
            copy.suite.write_text(suite, encoding="utf-8")
            self._places[attack.name] = copy.name
            chapters += f'[[chapter]]\nname = "{copy.chapter}"\ntitle = "Attacked"\n'
            chapters += f'exercises = [{{ name = "{copy.stem}", title = "{attack.name}" }}]\n'
        contents = self._root / "course.toml"
        title, mark, rest = contents.read_text("utf-8").partition("[[chapter]]")
        contents.write_text(title + chapters + mark + rest, "utf-8")

    def _run(self, attacks: Sequence[Attack]) -> tuple[dict[str, float], list[str]]:
        """The points of each attack, and what should not have happened besides."""
        attacked = {self._places[attack.name] for attack in attacks}
        honest = [each for each in self._course.exercises if each.name not in attacked][:HONEST]
        target = next(self._targets)
        self._fill(target, attacks, honest)
        before = _files(self._root, target)
        names = [*attacked, *(exercise.name for exercise in honest)]
        hangs = any(attack.hangs for attack in attacks)
        with _adopting() as survivors:
            process = self._grade(
                [*names, "--target", str(target), "--jobs", str(len(attacks) if hangs else JOBS)],
                *(attack.arguments for attack in attacks),
            )
        harm = [f"the process {name} goes on" for name in survivors]
        changes = _files(self._root, target).items() ^ before.items()
        harm += sorted({f"{path} has changed" for path, _ in changes})
        if process.stderr:
            harm.append(f"the grader complained: {process.stderr}")
        if process.returncode != 0:
            return {}, [*harm, f"the grader ended with status {process.returncode}"]
        if CONTROL.search(process.stdout):
            harm.append("the grader printed control characters")
        graded = {each["name"]: each for each in json.loads(process.stdout)["exercises"]}
        for name in names:
            if name not in graded or graded[name]["tests_run"] != graded[name]["tests_expected"]:
                return {}, [*harm, f"{name} was not graded"]
        for exercise in honest:
            if graded[exercise.name]["status"] != "solved":
                harm.append(f"{exercise.name} is {graded[exercise.name]['status']}")
        return {each.name: graded[self._places[each.name]]["score"] for each in attacks}, harm

    def _fill(self, target: Path, attacks: Sequence[Attack], honest: Sequence[Exercise]) -> None:
        """Make the folder that is handed in."""
        texts = {f"{exercise.name}.py": _text(exercise.solution) for exercise in honest}
        target.mkdir()
        for attack in attacks:
            file = f"{self._places[attack.name]}.py"
            solution = _text(self._root / "solutions" / file) if attack.then_solves else ""
            texts |= {file: attack.source + solution, **attack.files}
            for name, to in attack.links.items():
                (target / name).parent.mkdir(exist_ok=True)
                (target / name).symlink_to(self._root / to)
        for name, text in texts.items():
            path = target / name
            if not (path.is_symlink() or path.parent.is_symlink()):
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def _grade(self, *arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run `grade`; if it does not end, that is a status as well."""
        command = [sys.executable, "-m", "grader", "grade", "--format", "json"]
        command += ["--confinement", self._level, "--seed", str(secrets.randbits(60))]
        command += itertools.chain.from_iterable(arguments)
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        with subprocess.Popen(
            command,
            cwd=self._root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="backslashreplace",
        ) as process:
            try:
                output, errors = process.communicate(timeout=RUN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                output, errors = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _files(*folders: Path) -> dict[str, tuple[int, ...]]:
    """Every file and folder below these folders, and what would tell of a change.

    And those that attacks make where everyone may: all of them have such names.
    """
    everyones = {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}
    paths = [path for place in everyones for path in Path(place).glob("attack[!e]*")]
    for folder in folders:
        paths += [folder, *folder.rglob("*")]
    found: dict[str, tuple[int, ...]] = {}
    for path in paths:
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_uid, status.st_size, status.st_mtime_ns)
    return found


@contextlib.contextmanager
def _adopting() -> Iterator[list[str]]:
    """Find the processes that are left behind, and end them (Linux). Yields a list of them."""
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
        left = _alive(children, before)
        while left and time.monotonic() < deadline:
            time.sleep(0.01)
            left = _alive(children, before)
        for process in left:
            survivors.append(process)
            os.kill(int(process), signal.SIGKILL)
            os.waitpid(int(process), 0)
        ctypes.CDLL(None).prctl(_SUBREAPER, 0, 0, 0, 0)


def _alive(children: Path, before: set[str]) -> set[str]:
    """The children that were not there before; those that have ended are reaped."""
    left = set(children.read_text().split()) - before
    return {process for process in left if os.waitpid(int(process), os.WNOHANG) == (0, 0)}


def main(arguments: Sequence[str]) -> int:
    """Try all attacks, or those named, at the strongest level or the one named first.

    Where a level is named, what each achieved is printed as JSON; else 1 if any succeeds.
    """
    course = Course.load(Path.cwd())
    if arguments:
        level: Any = arguments[0]
        found = run_attacks(course, level, arguments[1:])
        print(json.dumps([asdict(outcome) for outcome in found], indent=1))
        return 0
    level = strongest()
    unstopped = {a.name for a in load_attacks(course) if level == "limits" and a.wins_at_limits}
    outcomes = run_attacks(course, level) if level != "none" else []
    breaches = [outcome for outcome in outcomes if outcome.won and outcome.name not in unstopped]
    for breach in breaches:
        print(BREACH.format(name=breach.name, summary=breach.summary, harm="; ".join(breach.harm)))
    print(ATTACKS.format(count=len(outcomes), level=level, won=len(breaches)))
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
