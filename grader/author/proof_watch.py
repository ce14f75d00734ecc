"""Proves one exercise again whenever a file of it is saved, and shows what is weak."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from rich.console import Console
from rich.text import Text

from ..certify.findings import MINUS, PLUS, advice, shortcomings, summary
from ..certify.proof import Proof
from ..contents.course import Course, Exercise, UsageError
from ..contents.stubs import LEFT, write_stub
from ..report.stored import of_data
from ..report.verdict import cleaned
from ..terminal.loop import Loop, View, run_loop
from ..terminal.pager import Pager
from ..terminal.saves import Saves
from ..terminal.screen import Page, Pipe, writing
from ..words.text import clean

KEYS = {"r": "rerun", "q": "quit"}

# Every sentence of a watch that is not a finding stands here, whole.
PROVING = "Proving {name} …"
HOLDS = "Everything holds."
WORTH_A_LOOK = "Nothing that must be mended, but worth a look:"
CLOSING = "Tried at {time}, and again on every save of its solution, suite, mistakes or README."
NO_PROOF = "There is no proof: {problem}"
FAULT = "The grader itself failed: {fault}"

MAX_TEXT = 4000
STYLES = ((MINUS, "red"), (PLUS, "green"))


def watch_proofs(course: Course, exercise: Exercise, jobs: int) -> int:
    """Prove until the author quits; the exit status. Raises UsageError."""
    return run_loop(partial(ProofWatch, course, exercise, jobs), KEYS)


class ProofWatch(Loop):
    """The state of a watch, and what each event does to it.

    A proof is a process of its own: it can be broken off whatever it is at, and has each file as
    it is now.
    """

    def __init__(
        self, course: Course, exercise: Exercise, jobs: int, view: View, console: Console
    ) -> None:
        super().__init__(view, console)
        self._course = course
        self._exercise = exercise
        self._jobs = jobs
        folders = course.root / "course", course.root / "solutions"
        self._saves = Saves(folders[0], self._note_save, also=folders[1:])
        self._lock = threading.RLock()  # a signal handler may break off as well
        self._process: subprocess.Popen[bytes] | None = None
        self._broken = False
        self._proof: Proof | None = None

    def _begin(self) -> None:
        exercise = self._exercise
        files = [exercise.suite, exercise.solution, exercise.mistakes]
        files += [exercise.file.with_name("README.md"), self._course.root / "course.toml"]
        shared = (self._course.root / "course" / "suites").glob("*.py")
        self._saves.follow(*files, *shared)
        self._prove()

    def _saved_anew(self) -> None:
        self._prove()

    def _break_off(self) -> None:
        with self._lock:
            self._broken = True
            if self._process and self._process.poll() is None:
                _end(self._process)

    def _prove(self) -> None:
        """Prove the exercise as it is now, and show what is weak."""
        said = self._look(PROVING.format(name=self._exercise.name), self._certify)
        if said is None:
            return
        output, errors = said
        try:
            found = json.loads(output)
            self._proof = cleaned(of_data(Proof, found["exercises"][0]))
            self._faults = found["faults"]
            self._notes += [FAULT.format(fault=clean(fault)) for fault in self._faults]
        except (ValueError, LookupError, TypeError):
            problem = clean(errors.decode("utf-8", "replace").strip(), MAX_TEXT, lines=True)
            self._proof = Proof(self._exercise.name, missing=[NO_PROOF.format(problem=problem)])
        self._draw()

    def _certify(self) -> tuple[bytes, bytes] | None:
        """Write the stub; what certify says then. None if it is broken off."""
        with self._lock:
            self._broken = self._status is not None
        self._notes = self._write_stub()
        command = ["certify", self._exercise.name, "--format", "json", "--jobs", str(self._jobs)]
        said = self._call(command)
        return None if self._broken else said

    def _write_stub(self) -> list[str]:
        """Write the stub; a note where someone's work stands in its place."""
        with suppress(UsageError, OSError):  # the proof will say what is wrong
            done = write_stub(self._exercise)
            if done == LEFT:
                return [done.format(path=self._exercise.file.relative_to(self._course.root))]
        return []

    def _call(self, arguments: Sequence[str]) -> tuple[bytes, bytes]:
        """What a command of the grader writes; ("", "") if it is broken off."""
        with self._lock:
            if self._broken:
                return b"", b""
            self._process = subprocess.Popen(
                [sys.executable, "-m", "grader", *arguments],
                cwd=self._course.root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                start_new_session=True,  # Ctrl-C is for the watch, and all of it can be ended
            )
            if self._broken:  # by a signal that came while it was started
                _end(self._process)
        output, errors = self._process.communicate()
        return output, errors

    def _draw(self) -> None:
        closing = [CLOSING.format(time=self._time)] if self._proof else [""]
        self._view.show(Page(self._number, self._body, self._notes, closing, [], self._instead))

    def _body(self, height: int | None) -> tuple[str, bool]:
        """What was found, in so many lines, and whether there is more."""
        lines = self._lines() if self._proof else []
        is_cut = height is not None and len(lines) > height
        return "\n".join(lines[: height if is_cut else None]), is_cut

    def _lines(self) -> list[str]:
        assert self._proof is not None
        proof = self._proof
        text = Text(proof.name, "bold")
        weak, worth = shortcomings(proof), advice(proof)
        if not proof.missing:
            text.append(f"  {summary(proof)}", "not bold")
        for sentence in weak or [HOLDS]:
            first, *diff = sentence.split("\n")
            text.append(f"\n{'•' if weak else '✓'} {first}", "not bold" if weak else "green")
            for line in diff:
                style = next(style for mark, style in STYLES if line.startswith(mark))
                text.append(f"\n{line}", f"not bold {style}")
        text.append(f"\n{WORTH_A_LOOK}" if worth else "", "not bold dim")
        for sentence in worth:
            text.append(f"\n• {sentence}", "not bold dim")
        with writing(), self._console.capture() as capture:
            self._console.print(text, highlight=False, soft_wrap=isinstance(self._view, Pipe))
        return capture.get().rstrip("\n").split("\n")

    def _pressed(self, key: str) -> None:
        if key == "r":
            self._prove()
        elif key == "a":
            self._instead = Pager(lambda width: self._lines())
            self._draw()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    with suppress(ProcessLookupError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
