"""A judge for tasks that come from another machine, and what must be alike on both.

It is a process of its own with one thread, so that it may fork: start_remote() starts it, serve()
is what it does. The course and each task reach it as plain data.
"""

import hashlib
import io
import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import fields
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from ..contents.course import Course
from ..contents.handin import Outside, Task, shared_files
from ..report.stored import stored
from ..sandbox.confine import strongest
from ..submission.servers import serving
from .grading import graded_tasks
from .judge import Judge
from .suites import Suites

DIFFERENT = "A judge of {place} has {theirs}, and this grading needs {ours}."

IDLE_SECONDS = 300.0  # without a task, after which a judge ends

_ENGINE = ("contents", "wire", "sandbox", "words", "report", "submission", "judge", "expect.py")
_BOOT = """
import sys
sys.path[0] = {engine!r}
from multiprocessing.connection import Connection
from grader.judge.remote import serve
serve(Connection({descriptor}))
"""

Settings = tuple[bytes, str, str, int]  # packed course, versions, level of confinement, seed
Fields = Mapping[str, Any]
# What differs, if so; the report as text, the grader's faults, the answers of failed tests.
Answer = tuple[str, str, list[str], bytes]


def versions() -> str:
    """What a verdict depends on besides course and hand-in, as one can read and compare it."""
    engine = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(engine.rglob("*.py")):
        name = file.relative_to(engine)
        if name.parts[0] in _ENGINE:
            for part in (name.as_posix().encode(), file.read_bytes()):
                digest.update(len(part).to_bytes(8, "big") + part)
    python, numpy = platform.python_version(), np.__version__
    return f"Python {python}, numpy {numpy}, engine {digest.hexdigest()[:16]}"


def packed_course(course: Course) -> bytes:
    """All of a course that a judge needs, as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(course.root / "course.toml", "course.toml")
        for name in ("course", "solutions", *course.shared):
            for file in sorted((course.root / name).rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    archive.write(file, file.relative_to(course.root))
    return packed.getvalue()


def packed_task(task: Task) -> Fields:
    """A task without its own machine's paths: exercises by their names, no shared packages."""
    names = {name: found for name, found in task.outside.items() if isinstance(found, str)}
    imported = [exercise.name for exercise in task.imported]
    known = {each.name: getattr(task, each.name) for each in fields(task)}
    return {**known, "exercise": task.exercise.name, "imported": imported, "outside": names}


def start_remote() -> tuple["subprocess.Popen[bytes]", Connection]:
    """Start a judge; the connection takes settings once, then task after task, as serve() says."""
    from multiprocessing import Pipe

    near_end, far_end = Pipe()
    engine = str(Path(__file__).parents[2])
    with far_end:
        process = subprocess.Popen(
            [sys.executable, "-c", _BOOT.format(engine=engine, descriptor=far_end.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[far_end.fileno()],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    return process, near_end


def serve(link: Connection) -> None:
    """Grade what comes over the connection, until it is closed or nothing comes for a while.

    Settings come first, and a task's fields each time; an Answer goes back for each task.
    """
    course, wanted, level, seed = link.recv()
    needed = f"{wanted}, confinement {level}"
    found = f"{versions()}, confinement {strongest() if level == 'landlock' else level}"
    with tempfile.TemporaryDirectory(prefix="judge-") as folder:
        os.chdir(folder)
        with zipfile.ZipFile(io.BytesIO(course)) as archive:
            archive.extractall()
        course = Course.load(Path(folder))
        shared, suites = shared_files(course), Suites(course)
        served = serving(level, course.readable) if found == needed else nullcontext()
        with suppress(EOFError, OSError), served as server:  # until whoever sent tasks has ended
            judge = Judge(suites, server, seed, keeps_answers=True)
            while link.poll(IDLE_SECONDS):
                task = _unpacked(course, shared, link.recv())
                if server:
                    suites.collect([task.exercise])
                    # Found in a copy of this process, as it is on one machine.
                    ((_, graded),) = graded_tasks([task], judge, 1)
                    link.send(("", stored(graded.report), graded.faults, graded.answers))
                else:
                    told = {"place": platform.node(), "theirs": found, "ours": needed}
                    link.send((DIFFERENT.format(**told), "", [], b""))


def _unpacked(course: Course, shared: Outside, packed: Fields) -> Task:
    """A task as packed_task() made it, on this machine."""
    exercises = {exercise.name: exercise for exercise in course.exercises}
    here = {
        "exercise": exercises[packed["exercise"]],
        "imported": tuple(exercises[name] for name in packed["imported"]),
        "outside": {**shared, **packed["outside"]},
    }
    return Task(**{**packed, **here})
