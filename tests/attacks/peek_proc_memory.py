"""Reads its parent's memory through /proc."""

import os

EXERCISE = "any"
THEN_SOLVES = True
NOT_RUN_AT_LIMITS = "A setting of the machine (Yama) decides whether it succeeds."
parent = f"/proc/{os.getppid()}"
with open(f"{parent}/maps") as maps, open(f"{parent}/mem", "rb") as memory:
    memory.seek(int(maps.readline().split("-")[0], 16))
    assert memory.read(16)
