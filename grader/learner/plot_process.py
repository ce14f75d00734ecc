"""Plots that are drawn by a process of their own while a watch goes on."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from ..contents.course import Exercise
from ..words.text import clean

MAX_TEXT = 4000
PATIENCE = 2.0  # seconds for a plot to end when the watch does


class Plots:
    """Runs `python -m grader plot` or `finale`; what it says arrives from another thread."""

    def __init__(self, root: Path, say: Callable[[str], None]) -> None:
        self._root = root
        self._say = say
        self._running: list[subprocess.Popen[bytes]] = []

    def draw(self, exercise: Exercise, columns: int, rows: int) -> None:
        """Start one, for a terminal of this size; it may last until its window is closed."""
        self._start("plot", exercise.name, "--terminal", str(columns), str(rows))

    def draw_finale(self, columns: int, rows: int) -> None:
        """Start what the course ends with."""
        self._start("finale", "--terminal", str(columns), str(rows))

    def _start(self, *arguments: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", *arguments],
            cwd=self._root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self._running = [*(each for each in self._running if each.poll() is None), process]
        threading.Thread(target=self._listen, args=[process], daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        # What it prints may be a picture. What a submission said is clean already.
        text, errors = (part.decode("utf-8", "replace") for part in process.communicate())
        self._say((text + clean(errors, MAX_TEXT, lines=True)).strip())

    def stop(self) -> None:
        """End those that still run."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
