"""Reads its parent's command line, environment and list of descriptors."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "look into other processes of its user through /proc"
parent = f"/proc/{os.getppid()}"
with open(f"{parent}/cmdline") as command, open(f"{parent}/environ") as environment:
    assert command.read() + environment.read() and os.listdir(f"{parent}/fd")
