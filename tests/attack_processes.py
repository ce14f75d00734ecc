"""A command that is watched: what it leaves behind, and how large its judges become (Linux)."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEFT_SECONDS = 2.0  # for its last processes to end
EVERY = 0.05  # seconds between two looks at its processes
SERVER = b"grader.sandbox"  # what the command line of a server tells, and of all it starts
_SUBREAPER = 36  # linux/prctl.h


@dataclass
class Watched:
    """What a command did. peak: the bytes that its largest process but the workers held."""

    status: int | None
    stdout: str
    stderr: str
    peak: int = 0
    survivors: list[str] = field(default_factory=list)


def watch(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
) -> Watched:
    """Run a command, killed after so many seconds, and then whatever outlives it."""
    with _adopting() as survivors, _started(command, folder, environment) as process:
        peak = [0]
        ended = threading.Event()
        watcher = threading.Thread(target=_note_peak, args=(process.pid, peak, ended))
        watcher.start()
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
        finally:
            ended.set()
            watcher.join()
    return Watched(process.returncode, output, errors, peak[0], survivors)


def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="backslashreplace",
    )


def _note_peak(pid: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        for judge in _judges(pid):
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{judge}/status").read_text()
                found = re.search(r"VmHWM:\s+(\d+) kB", status)
                peak[0] = max(peak[0], int(found[1]) << 10 if found else 0)


def _judges(pid: int) -> Iterator[int]:
    """A process and its descendants, less the servers and theirs."""
    try:
        if SERVER in Path(f"/proc/{pid}/cmdline").read_bytes():
            return
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    yield pid
    for child in children:
        yield from _judges(int(child))


@contextlib.contextmanager
def _adopting() -> Iterator[list[str]]:
    """Find the processes that are left behind, and end them. Yields a list of them."""
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
