"""Wrong calls: one sentence, and below it the call that was probably meant; exit status 2."""

import shlex
import sys

import pytest
from conftest import ROOT

from grader.cli import main

CALL = f"{sys.executable} -m grader"

# What is typed: (how the sentence begins, the right call)
WRONG_CALLS = {
    "": ("Say which command to run", "grade"),
    "--foo": ("Say which command to run", "grade"),
    "grad": ("There is no command 'grad'.", "grade"),
    "xyzzy": ("There is no command 'xyzzy'.", "--help"),
    "relu": ("'relu' is an exercise, not a command.", "grade relu"),
    "grade --stict relu": ("grade has no option --stict.", "grade relu --strict"),
    "grade --foo": ("grade has no option --foo.", "grade --help"),
    "grade rleu": ("There is no exercise named 'rleu'. Near names: relu.", "grade relu"),
    "grade xyzzy": ("There is no exercise named 'xyzzy'.", "list"),
    "grade --seed=-1 relu": ("The seed is a whole number from 0 up.", "grade --seed=0 relu"),
    "grade --jobs x": ("--jobs is a whole number, not 'x'.", "grade --jobs 2"),
    "grade --format xml": ("--format is text or json or", "grade --format text"),
    "grade --target": ("--target needs a value.", "grade --help"),
    "watch --foo": ("watch has no option --foo.", "watch --help"),
    "watch rleu": ("There is no exercise named 'rleu'.", "watch relu"),
    "hint relu softmax": ("hint does not take softmax.", "hint relu"),
    "hint losses": ("'losses' names several exercises", "hint one_hot"),
    "hint rleu": ("There is no exercise named 'rleu'.", "hint relu"),
    "reset": ("reset needs the name of an exercise", "reset one_hot"),
    "reset relu softmax": ("reset does not take softmax.", "reset relu"),
    "reset losses --undo": ("'losses' names several exercises", "reset one_hot --undo"),
    "solution": ("solution needs the name of an exercise", "solution one_hot"),
    "solution losses": ("'losses' names several exercises", "solution one_hot"),
    "solution --no relu": ("solution has no option --no.", "solution --help"),
    "run": ("run needs the name of an exercise", "run one_hot"),
    "run losses": ("'losses' names several exercises", "run one_hot"),
    "shell xyzzy": ("There is no exercise named 'xyzzy'.", "list"),
    "list --open --solved": ("--solved and --open exclude each other.", "list --solved"),
    "list rleu": ("There is no exercise named 'rleu'.", "list relu"),
    "plot rleu": ("There is no exercise named 'rleu'.", "plot relu"),
    "plot --nope relu": ("plot has no option --nope.", "plot --help"),
    "report extra": ("report does not take extra.", "report"),
    "report --target nowhere": ("The target 'nowhere' is", "report --target exercises"),
    "certify --jobs 0": ("--jobs is a whole number, not '0'.", "certify --jobs 2"),
    "certify rleu": ("There is no exercise named 'rleu'.", "certify relu"),
    "certify --watch": ("--watch proves one exercise again", "certify one_hot --watch"),
    "certify relu --watch --format json": ("--watch shows what", "certify relu --watch"),
    "new": ("Say what is new: an exercise, or", "new losses/huber_loss"),
    "new huber_loss": ("An exercise is named by its chapter and its own", "new losses/NAME"),
    "new loses/huber": ("There is no chapter 'loses'.", "new losses/huber"),
    "new --mistake relu": ("--mistake needs a value.", "new --help"),
    "new --mistake rleu x.py": ("There is no exercise named 'rleu'.", "new --mistake relu x.py"),
    "class --roster x.csv": ("class needs SOURCE.", "class --help"),
    "stubs extra": ("stubs does not take extra.", "stubs"),
    "grade '\x1b[2J'": ("There is no exercise named '\\x1b[2J'.", "list"),
}


@pytest.mark.parametrize("typed", WRONG_CALLS)
def test_a_wrong_call_ends_in_the_right_one(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence, call = WRONG_CALLS[typed]
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "orig_argv", [sys.executable, "-m", "grader"])
    assert main(shlex.split(typed)) == 2
    said = capsys.readouterr()
    *told, right = said.err.splitlines()
    assert said.out == "" and " ".join(told).startswith(sentence)
    assert right == f"    {CALL} {call}"
    assert told[-1].endswith(":")
