"""Workers where no process can be forked (Windows): each is a new Python of its own, unconfined.

Slower by the start of Python and numpy, and without limits; all else is as with forked workers.
"""

import socket
import subprocess
import sys

from .start import import_paths

END_SECONDS = 3.0  # for a worker that was killed to be gone

_BOOT = """
import sys
sys.path[:] = {path!r}
sys.path.insert(0, {engine!r})
from grader.sandbox import worker
from grader.sandbox.spawned import take_over
del sys.path[0]
descriptors = {descriptors!r}
worker.run(take_over(descriptors), take_over(descriptors), "none")
"""


class Spawner:
    """Starts workers and ends them; takes the place of the server that forks."""

    def __init__(self) -> None:
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, link: socket.socket, output: socket.socket) -> None:
        """Start a worker that takes over these two sockets."""
        handed_over = hasattr(socket.socket, "share")
        descriptors = [] if handed_over else [link.fileno(), output.fileno()]
        boot = _BOOT.format(descriptors=descriptors, **import_paths())
        process = subprocess.Popen(
            # On Windows a virtual environment's python.exe only starts this one, as a child.
            [getattr(sys, "_base_executable", sys.executable), "-I", "-S", "-c", boot],
            stdin=subprocess.PIPE,
            pass_fds=descriptors,
        )
        assert process.stdin
        with process.stdin as pipe:
            for sock in (link, output) if handed_over else ():
                shared = sock.share(process.pid)  # type: ignore[attr-defined]  # on Windows only
                pipe.write(len(shared).to_bytes(4, "little") + shared)
        self._processes[process.pid] = process

    def end(self, pid: int) -> int:
        """Kill a worker; its exit code."""
        process = self._processes.pop(pid, None)
        if process is None:
            return 0
        process.kill()
        try:
            return process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            return -9

    def close(self) -> None:
        for pid in list(self._processes):
            self.end(pid)
