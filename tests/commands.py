"""Commands of the grader that begin where its modules are loaded: to load them is half the work.

A process that has loaded them forks for each command. Else a command is what `python -m grader` is:
a process with its own folder, variables and descriptors, that ends as any Python does.
"""

import atexit
import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 1 << 20  # bytes of a request


class Loaded:
    """The process that forks, as the tests see it. It ends with them."""

    def __init__(self) -> None:
        self._link, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(its.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[its.fileno()],
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
        atexit.register(self._end)

    def _end(self) -> None:
        self._link.close()
        self._process.wait()

    def run(
        self, arguments: Sequence[str], folder: Path, variables: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes, bytes]:
        """The exit status and what was printed. Raises TimeoutError for a command that lasts."""
        pipes = [os.pipe() for _ in range(3)]
        request = json.dumps([list(arguments), str(folder), dict(variables)]).encode()
        socket.send_fds(self._link, [request], [writing for _, writing in pipes])
        for _, writing in pipes:
            os.close(writing)
        (output, _), (errors, _), (told, _) = pipes
        with open(told, "rb", buffering=0) as told, ThreadPoolExecutor(2) as readers:
            printed = [readers.submit(_read, each) for each in (output, errors)]
            process = int(told.readline())
            if not select.select([told], [], [], seconds)[0]:
                os.kill(process, signal.SIGKILL)
                raise TimeoutError(arguments)
            return int(told.readline()), printed[0].result(), printed[1].result()


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def serve(link: socket.socket) -> None:
    """Fork for every request. Returns in the process that is to run a command."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(link, LARGEST, 3)
        with contextlib.suppress(ChildProcessError):  # those that have ended; at last, all
            while os.waitpid(-1, os.WNOHANG if request else 0)[0]:
                pass
        if not request:
            os._exit(0)
        if os.fork() == 0:
            break
        for descriptor in descriptors:
            os.close(descriptor)
    link.close()
    process = os.fork()
    output, errors, told = descriptors
    if process:
        os.write(told, b"%d\n" % process)
        _, status = os.waitpid(process, 0)
        os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    # Whether a stream can be rewound, for one, is looked at when it is made.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    for descriptor in descriptors:
        os.close(descriptor)
    arguments, folder, variables = json.loads(request)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.argv[1:] = arguments
    sys.orig_argv[1:] = ["-m", "grader", *arguments]


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    warnings.filterwarnings("error", category=DeprecationWarning, module=r"grader\.")
    for path in (ROOT / "grader" / "commands").glob("*.py"):
        importlib.import_module(f"grader.commands.{path.stem}")
    main = importlib.import_module("grader.cli").main
    sys.path[0] = ""
    serve(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(main())
