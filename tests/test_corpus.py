"""The attack corpus, tried as an ordinary user at each level; and what is honest is never harmed.

`nox -s attacks` tries all of it, with ATTACKS=limits all at that level, and `nox -s certify` as
whoever calls it at the strongest level. Without ATTACKS it is a sample: of each kind at `landlock`,
and of each thing that an attack can do at `limits` there, the first in the alphabet that does not
take as long as it may; and of honest solutions the first of each chapter.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import ROOT, run_grader

from grader.contents.course import Course
from grader.sandbox.confine import strongest
from tests.attack_corpus import Attack, load_attacks

Outcomes = dict[str, dict[str, dict[str, Any]]]  # by level and name

pytestmark = pytest.mark.timeout(900)
ASKED = os.environ.get("ATTACKS", "")
ALL = bool(ASKED)
COURSE = Course.load(ROOT)
CORPUS = load_attacks(COURSE)
LEVELS = {"landlock": ("landlock", "limits"), "limits": ("limits",), "none": ()}[strongest()]
LEVELS = tuple(level for level in LEVELS if ASKED in ("", "all", level))
# Users of their own, none of them what root's workers become: attacks at `limits` may end all that
# is their user's. So two corpora can be tried side by side.
USERS = {"landlock": 64999, "limits": 64998} if os.name == "posix" and os.geteuid() == 0 else {}


def as_user(user: int) -> list[str]:
    """What a command begins with, to be run as this user."""
    change = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    twice = "import grader, subprocess, sys; subprocess.run([sys.executable, '-V'], check=True)"
    command = [*change, sys.executable, "-c", twice]
    if subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0:
        return change
    # Python or the course lies in a private folder: nobody may search folders, and nothing else.
    return [*change, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


def sample(attacks: Iterable[Attack], level: str) -> set[str]:
    """The names of the first attack of each kind, or of each thing that some achieve at limits."""
    firsts: dict[str, str] = {}
    for attack in attacks:
        kind = attack.wins_at_limits if level == "limits" else attack.name.split("_")[0]
        if not attack.sleeps:
            firsts.setdefault(kind, attack.name)
    return set(firsts.values())


def tried(level: str) -> set[str]:
    """The names of the attacks that are to be tried at a level."""
    attacks = [each for each in CORPUS if level != "limits" or not each.not_run_at_limits]
    return {attack.name for attack in attacks} if ALL else sample(attacks, level)


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    """What came of each attack."""

    def attack(level: str) -> dict[str, dict[str, Any]]:
        user = as_user(USERS[level]) if USERS else []
        command = [*user, sys.executable, "-m", "tests.attack_runner", level, *sorted(tried(level))]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
        return {outcome["name"]: outcome for outcome in json.loads(process.stdout)}

    with ThreadPoolExecutor(len(USERS) or 1) as pool:
        return dict(zip(LEVELS, pool.map(attack, LEVELS), strict=True))


@pytest.mark.parametrize("level", [level for level in LEVELS if level == "landlock"])
def test_landlock_stops_every_attack(outcomes: Outcomes, level: str) -> None:
    assert set(outcomes[level]) == tried(level)
    assert [each for each in outcomes[level].values() if each["score"] or each["harm"]] == []


@pytest.mark.parametrize("level", [level for level in LEVELS if level == "limits"])
def test_what_limits_does_not_stop(outcomes: Outcomes, level: str) -> None:
    assert set(outcomes[level]) == tried(level)
    won = {name for name, each in outcomes[level].items() if each["score"] or each["harm"]}
    listed = {attack.name for attack in CORPUS if attack.wins_at_limits} & tried(level)
    assert won <= listed
    # Elsewhere than on Linux some of them have no chance: there is no /proc, for example.
    assert won == listed or sys.platform != "linux"


# At the strongest level it is tests/test_grade.py that grades them, and `nox -s solutions`.
@pytest.mark.parametrize("level", sorted({"none", *LEVELS} - {strongest()}))
def test_honest_solutions_win_every_point(level: str) -> None:
    chapters = {each.chapter: each.stem for each in reversed(COURSE.exercises)}
    names = () if ALL else chapters.values()  # else the first of each chapter
    options = ("--target", "solutions", "--strict", "--confinement", level)
    run = run_grader("grade", *names, *options)
    assert run.status == 0, run.stdout + run.stderr
    assert f"confinement: {level}" in run.stdout
