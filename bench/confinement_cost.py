"""What each level of confinement adds to a worker's start."""

import statistics
import time

from grader.sandbox.confine import Level, strongest
from grader.submission.servers import Server
from grader.submission.start import launch
from grader.submission.workers import Worker

ROUNDS = 60
LEVELS: tuple[Level, ...] = ("none", "limits", "landlock")


def measure(rounds: int = ROUNDS) -> str:
    """The median start of a worker at each level, level by level in turn."""
    levels = [level for level in LEVELS if level != "landlock" or strongest() == "landlock"]
    servers = {level: Server(*launch(level)) for level in levels}
    taken: dict[Level, list[float]] = {level: [] for level in levels}
    for number in range(rounds + 5):
        for level, server in servers.items():
            seconds = _start(server)
            if number >= 5:  # the first ones find cold caches
                taken[level].append(seconds)
    for server in servers.values():
        server.close()
    medians = {level: 1000 * statistics.median(taken[level]) for level in levels}
    lines = [
        f"  {level}: {median:.1f} ms, {median - medians['none']:.1f} ms more than none"
        for level, median in medians.items()
    ]
    return "\n".join(["A worker's start, median:", *lines])


def _start(server: Server) -> float:
    started = time.perf_counter()
    worker = Worker(server)
    worker.greet()  # ready means that it has reported its own confinement
    seconds = time.perf_counter() - started
    worker.close()
    return seconds
