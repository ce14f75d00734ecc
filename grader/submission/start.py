"""Starts the server process, before anything slow is imported here: both sides load at once."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

# No module is told of a fork (a third of what it would cost): there is one thread and no lock is
# held, and a worker seeds `random` itself.
_BOOT = """
import os, sys
os.register_at_fork = lambda **handlers: None
sys.path[:] = {path!r}
sys.path.insert(0, {engine!r})
from grader.sandbox.server import main
del sys.path[0]
import socket
main(socket.socket(fileno={descriptor}), {level!r}, {readable!r})
"""

# The judge's end, the process, the level at which its workers are confined, what they may read.
Launched = tuple[socket.socket | None, subprocess.Popen[bytes] | None, str, tuple[str, ...]]


def import_paths() -> dict[str, object]:
    """Where a new process imports from: the engine's folder at first, then all but that."""
    engine = str(Path(__file__).parents[2])
    return {"engine": engine, "path": [path for path in sys.path if path not in ("", engine)]}


def launch(level: str, readable: tuple[str, ...] = (), blas_threads: int = 1) -> Launched:
    """Start a server whose workers confine themselves at this level; returns at once.

    readable: folders that they may read besides the Python installation, as absolute paths.

    Where nothing can be forked there is none to start. Where there is no room for one more process,
    the socket's far end is closed, as it is when a server has ended.
    """
    if not hasattr(os, "fork"):
        return None, None, level, readable
    near_end, far_end = socket.socketpair()
    boot = _BOOT.format(
        descriptor=far_end.fileno(), level=level, readable=readable, **import_paths()
    )
    process = None
    warned = [f"-W{option}" for option in sys.warnoptions]  # as this process is; -I forgets it
    with far_end, suppress(OSError):
        process = subprocess.Popen(
            [sys.executable, *warned, "-I", "-S", "-c", boot],
            stdin=subprocess.DEVNULL,
            pass_fds=[far_end.fileno()],
            env=dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(blas_threads)),
            start_new_session=True,  # Ctrl-C is for the judge, which then ends the server
        )
    return near_end, process, level, readable
