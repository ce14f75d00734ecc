"""The attack corpus: what is said of it, what single attacks do. test_corpus.py tries all."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, run_grader

from grader.contents.course import Course
from grader.contents.handin import MAX_SOURCE, Target
from grader.submission.manners import Manners, SubmissionFailure
from grader.submission.module import Submission
from grader.wire.values import Wire
from tests.attack_corpus import Attack, load_attacks
from tests.attack_report import acts

CORPUS = {attack.name: attack for attack in load_attacks(Course.load(ROOT))}
MIB = 1 << (20 if sys.platform == "darwin" else 10)  # in the unit of ru_maxrss


def test_the_corpus_says_what_it_tries() -> None:
    assert len(CORPUS) >= 40
    summaries = {attack.summary for attack in CORPUS.values()}
    assert len(summaries) == len(CORPUS)
    assert all(summary.endswith(".") for summary in summaries)
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    subjects = re.findall(r"^\| `([a-z]+)_` \|", page, flags=re.MULTILINE)
    assert subjects == sorted({name.split("_")[0] for name in CORPUS})


def test_the_page_lists_what_limits_does_not_stop() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", page, flags=re.MULTILINE))
    expected: dict[str, str] = {}
    for name, attack in CORPUS.items():
        for what in {attack.wins_at_limits, attack.not_run_at_limits} - {""}:
            expected[what] = f"{expected[what]}, `{name}`" if what in expected else f"`{name}`"
    assert {what: names for what, names in rows.items() if names.startswith("`")} == expected


# Proof that the corpus bites: what it forges is well made.

FORGED = """
import gc
import os
import socket

import msgpack
import numpy as np

from grader.wire.frames import send_frame
from grader.wire.values import Wire

LINK = max((o for o in gc.get_objects() if type(o) is socket.socket), key=socket.socket.fileno)
HEAD = Wire(None, first_id=1).dump_alone(None)[:-1]


def one_hot(labels, class_count):
    rows = np.eye(class_count)[labels]
    tree = ["tuple", "value", ["array", "<f8", list(rows.shape), rows.tobytes()]]
    send_frame(LINK, b"a\\2\\0\\0\\0" + HEAD + msgpack.packb(tree))
    os._exit(0)
"""


def placed(attacks: Sequence[Attack]) -> dict[str, str]:
    """An exercise for each attack, with its source; those with few tests first."""
    named = {attack.exercise for attack in attacks}
    exercises = [each for each in Course.load(ROOT).exercises if each.name not in named]
    free = iter(sorted(exercises, key=lambda each: each.suite.read_bytes().count(b"def ")))
    return {next(free).name if a.exercise == "any" else a.exercise: a.source for a in attacks}


def hand_in(folder: Path, sources: Mapping[str, str]) -> Path:
    """Make a folder of submissions from exercises' names and their sources."""
    for name, source in sources.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


def test_a_forged_right_answer_is_as_good_as_any(tmp_path: Path) -> None:
    target = hand_in(tmp_path, {"losses/one_hot": FORGED})
    run = run_grader("grade", "one_hot", "--target", target, "--format", "json")
    assert run.report["score"] == run.report["max_score"] > 0


# What the judge can stand

# On Linux, what getrusage says counts the process that started this one, too.
WITH_PEAK = """
import os, re, resource, sys
from grader.cli import main
status = main(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if os.path.exists("/proc/self/status"):
    peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(peak, file=sys.stderr)
sys.exit(status)
"""
BOMBS = (
    "answers", "callback_references", "frame", "frame_announced", "frame_integers", "frame_lists",
    "keys", "message", "objects", "output_and_answer", "shared",
)  # fmt: skip


@pytest.mark.parametrize("bombs", [BOMBS] if os.name == "posix" else [])
def test_no_bomb_makes_the_judge_large(tmp_path: Path, bombs: tuple[str, ...]) -> None:
    places = placed([CORPUS[f"flood_{name}"] for name in bombs])
    target = hand_in(tmp_path, places)
    arguments = ["grade", *places, "--target", str(target), "--jobs", "1"]
    process = subprocess.run(
        [sys.executable, "-c", WITH_PEAK, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert process.returncode == 0, process.stderr
    assert int(process.stderr) < 300 * MIB


@pytest.mark.parametrize("colors", ["", "1"])
def test_no_name_acts_on_a_terminal(tmp_path: Path, colors: str) -> None:
    speaking = [attack for name, attack in CORPUS.items() if name.startswith(("name_", "text_"))]
    places = placed(speaking)
    assert len(places) == len(speaking)
    folder = tmp_path / (CORPUS["text_target_name"].target if os.name == "posix" else "target")
    target = hand_in(folder, places)
    variables = {"FORCE_COLOR": colors} if colors else {}
    run = run_grader("grade", *places, "--target", target, variables=variables)
    assert (run.status, run.stderr) == (0, "")
    assert ("\x1b" in run.stdout) == bool(colors)
    assert not any(map(acts, re.sub(r"\x1b\[[0-9;]*m|\r\x1b\[K", "", run.stdout)))


# What a local process does meanwhile

READINGS = 1.0  # seconds in which a file is read again and again
SWAPPED = [name for name, attack in CORPUS.items() if attack.meanwhile]


@pytest.mark.parametrize("name", SWAPPED if sys.platform == "linux" else [])
def test_a_file_that_is_swapped_while_it_is_read(name: str, tmp_path: Path) -> None:
    attack = CORPUS[name]
    course = Course.load(ROOT)
    exercise = course.one(attack.exercise)
    folder = hand_in(tmp_path / "target", {exercise.name: attack.source})
    for link, to in attack.links.items():
        (folder / link).symlink_to(ROOT / to)
    helper = [sys.executable, "-I", "-S", "-c"]
    subprocess.run([*helper, attack.prepares], cwd=folder, check=True)
    target, seen = Target.find(course, str(folder)), set()
    with subprocess.Popen([*helper, attack.meanwhile], cwd=folder) as process:
        try:
            signal.alarm(20)  # ends a test that waits for a pipe, with all others
            end = time.monotonic() + READINGS
            while time.monotonic() < end:
                task = target.task(course, exercise, "reference")
                seen.add(b"" if task.problem else task.files[exercise.module][1])
            assert process.poll() is None
        finally:
            signal.alarm(0)
            process.kill()
    assert len(seen) > 1 and all(attack.source.encode().startswith(text[:100]) for text in seen)
    assert max(map(len, seen)) <= MAX_SOURCE


class SlowLink:
    """A submission that takes almost its whole deadline for each call."""

    def exchange(
        self, frame: bytes, answer_callback: Callable[[bytes], bytes], seconds: float
    ) -> bytes:
        time.sleep(0.9 * seconds)
        return Wire(self, first_id=1).dump_alone(("value", None))  # type: ignore[arg-type]  # exports nothing


def test_a_submission_that_is_always_late_ends_all_the_same() -> None:
    manners, started = Manners(), time.monotonic()
    submission = Submission(SlowLink(), "a.b", manners, deadline=0.1)
    with pytest.raises(SubmissionFailure, match="the rest of the tests is left out"):
        while True:
            submission.update()
    with pytest.raises(SubmissionFailure, match="the rest of the tests is left out"):
        Submission(SlowLink(), "a.b", manners, deadline=0.1)
    assert time.monotonic() - started < 2.0


def test_attacks_that_lack_what_they_must_say(tmp_path: Path) -> None:
    (tmp_path / "tests" / "attacks").mkdir(parents=True)
    course = Course(tmp_path, "", ())
    assert load_attacks(course) == []
    file = tmp_path / "tests" / "attacks" / "silent.py"
    for source, error in (('"""Tries nothing."""', KeyError), ("EXERCISE = 'any'", ValueError)):
        file.write_text(source)
        with pytest.raises(error):
            load_attacks(course)
    file.write_text('"""Tries nothing."""\nEXERCISE = "any"\nlist = [each for each in ()]\n')
    attack = Attack("silent", "Tries nothing.", file.read_text(), "any")
    assert load_attacks(course) == [attack]
