"""Attacks: submissions that try to win points without solving anything, or to harm the grader.

attack_corpus says how they are described. They are graded in a temporary copy of the course, which
has a copy of an exercise for each of them: so one run of the grader meets them all, beside honest
solutions.
"""

import compileall
import contextlib
import itertools
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.contents.course import Course, Exercise
from grader.sandbox.confine import strongest
from grader.wire.protocol import Level
from tests.attack_corpus import ANY, Attack, load_attacks
from tests.attack_processes import Watched, watch
from tests.attack_report import harm_of

SHORT = 5  # exercises with the fewest tests are what attacks on any exercise replace
HONEST = 2  # exercises of the course that are graded beside the attacks, with their solutions
JOBS = 4
DEADLINE = 1.0  # seconds for each call of those that hang
RUN_SECONDS = 180.0  # for one run of the grader
PEAK = 600 << 20  # bytes that a judge may hold
TREES = ("grader", "course", "exercises", "solutions", "dataset")
OWN = (os.geteuid(), 65534) if os.name == "posix" else (0,)  # and what root's workers become
PROGRAM = (sys.executable, "-I", "-S", "-c")  # for the helpers of an attack
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")
ATTACKS = "{count} attacks at level {level}: {won} achieved something that it should stop."
BREACH = "An attack succeeds: {name}: {summary} {harm}"


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
    slow = [attack for attack in together if attack.hangs or attack.sleeps]
    quick = [attack for attack in together if attack not in slow]
    # Those of which some harm is expected, which then need not be looked for by halves.
    wins = [attack for attack in quick if level == "limits" and attack.wins_at_limits]
    groups = [
        *([attack] for attack in attacks if attack.alone or attack in wins),
        slow,
        [attack for attack in quick if attack not in wins],
    ]
    with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
        os.chmod(folder, 0o755)  # so that it is confinement that protects it, and nothing else
        ground = _Ground(course, together, Path(folder), level)
        outcomes = [outcome for group in groups if group for outcome in ground.grade(group)]
    return sorted(outcomes, key=lambda outcome: outcome.name)


class _Ground:
    """A copy of the course that attacks are graded in, with one more exercise for each of them."""

    def __init__(
        self, course: Course, attacks: Sequence[Attack], folder: Path, level: Level
    ) -> None:
        self._level = level
        self._root = folder / "course"
        self._targets = (folder / str(number) for number in itertools.count())
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
        outcomes, harm = self._run(attacks)
        if not harm or len(attacks) == 1:
            for outcome in outcomes:
                outcome.harm += harm
            return outcomes
        middle = len(attacks) // 2
        outcomes = [*self.grade(attacks[:middle]), *self.grade(attacks[middle:])]
        if not any(outcome.harm for outcome in outcomes):
            outcomes[0].harm = [f"together with others: {text}" for text in harm]
        return outcomes

    def _add_copies(self, attacks: Sequence[Attack]) -> None:
        """Give each attack an exercise of its own, with the solution and the suite of another one.

        They come before the other one's chapter: so their workers hold no solution of it.
        """
        exercises = {exercise.name: exercise for exercise in self._course.exercises}
        short = sorted(exercises.values(), key=lambda each: each.suite.read_bytes().count(b"def "))
        turns = itertools.cycle(short[:SHORT])
        contents = _text(self._root / "course.toml")
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
            mark = f'[[chapter]]\nname = "{original.chapter}"\n'
            added = f'[[chapter]]\nname = "{copy.chapter}"\ntitle = "Attacked"\n'
            added += f'exercises = [{{ name = "{copy.stem}", title = "{attack.name}" }}]\n'
            contents = contents.replace(mark, added + mark, 1)
        (self._root / "course.toml").write_text(contents, "utf-8")

    def _run(self, attacks: Sequence[Attack]) -> tuple[list[Outcome], list[str]]:
        """What each attack achieved, and what should not have happened besides."""
        places = [self._places[attack.name] for attack in attacks]
        honest = [each for each in self._course.exercises if each.name not in places][:HONEST]
        names = [*places, *(exercise.name for exercise in honest)]
        outcomes = [Outcome(attack.name, attack.summary) for attack in attacks]
        target = next(self._targets) / (attacks[0].target or "target")
        self._fill(target, attacks, honest)
        before = _files(self._root, target.parent)
        with _meanwhile(attacks[0].meanwhile, target):
            ended = self._grade(attacks, names, target)
        harm = [f"the process {name} goes on" for name in ended.survivors]
        if not attacks[0].meanwhile:
            changes = _files(self._root, target.parent).items() ^ before.items()
            harm += sorted({f"{path} has changed" for path, _ in changes})
        if ended.peak > PEAK:
            harm.append(f"a judge held {ended.peak >> 20} MiB")
        if ended.stderr:
            harm.append(f"the grader complained: {ended.stderr}")
        if ended.status != 0:
            return outcomes, [*harm, f"the grader ended with status {ended.status}"]
        report = json.loads(ended.stdout)
        graded = {each["name"]: each for each in report["exercises"]}
        for name in names:
            if name not in graded or graded[name]["tests_run"] != graded[name]["tests_expected"]:
                return outcomes, [*harm, f"{name} was not graded"]
        for exercise in honest:
            if graded[exercise.name]["status"] != "solved":
                harm.append(f"{exercise.name} is {graded[exercise.name]['status']}")
        for attack, outcome, name in zip(attacks, outcomes, places, strict=True):
            outcome.score = max(graded[name]["score"] - attack.wins, 0.0)
            handed_in = "".join(map(str, (self._source(attack), *attack.files.values())))
            outcome.harm += harm_of(self._course, report, name, handed_in)
        return outcomes, harm

    def _source(self, attack: Attack) -> str:
        """What is handed in as the exercise."""
        solution = self._root / "solutions" / f"{self._places[attack.name]}.py"
        return attack.source + (_text(solution) if attack.then_solves else "")

    def _fill(self, target: Path, attacks: Sequence[Attack], honest: Sequence[Exercise]) -> None:
        """Make the folder that is handed in."""
        texts: dict[str, str | bytes] = {
            f"{exercise.name}.py": _text(exercise.solution) for exercise in honest
        }
        target.mkdir(parents=True)
        for attack in attacks:
            texts |= {f"{self._places[attack.name]}.py": self._source(attack), **attack.files}
            for name, to in attack.links.items():
                (target / name).parent.mkdir(exist_ok=True)
                (target / name).symlink_to(self._root / to)
        for name, text in texts.items():
            path = target / name
            if not (path.is_symlink() or path.parent.is_symlink()):
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(text.encode() if isinstance(text, str) else text)
        if attacks[0].prepares:
            subprocess.run([*PROGRAM, attacks[0].prepares], cwd=target, check=True)

    def _grade(self, attacks: Sequence[Attack], names: Sequence[str], target: Path) -> Watched:
        """Run `grade`; if it does not end, that is a status as well."""
        jobs = len(attacks) if any(each.hangs or each.sleeps for each in attacks) else JOBS
        command = [sys.executable, "-m", "grader", "grade", "--format", "json", *names]
        command += ["--confinement", self._level, "--seed", str(secrets.randbits(60))]
        command += ["--target", str(target), "--jobs", str(jobs)]
        command += itertools.chain.from_iterable(attack.arguments for attack in attacks)
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        return watch(command, self._root, environment, RUN_SECONDS)


@contextlib.contextmanager
def _meanwhile(program: str, folder: Path) -> Iterator[None]:
    """Run a program in a folder for as long as this lasts."""
    if not program:
        yield
        return
    with subprocess.Popen([*PROGRAM, program], cwd=folder) as process:
        yield
        process.kill()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _files(*folders: Path) -> dict[str, tuple[int, ...]]:
    """Every file and folder below these folders, and what would tell of a change.

    And those that attacks make where everyone may: all of them have such names. Those of other
    users do not count: they may have attacks tried at the same time.
    """
    everyones = {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}
    shared = [path for place in everyones for path in Path(place).glob("attack[!e]*")]
    found: dict[str, tuple[int, ...]] = {}
    for path in itertools.chain(shared, *((folder, *folder.rglob("*")) for folder in folders)):
        try:
            status = path.lstat()
        except FileNotFoundError:  # another user's, by now
            continue
        if path not in shared or status.st_uid in OWN:
            found[str(path)] = (status.st_mode, status.st_uid, status.st_size, status.st_mtime_ns)
    return found


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
