"""Runs another program."""

import subprocess

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "start processes and programs, which are ended with their test"
subprocess.run(["/bin/sh", "-c", "exit 0"], check=True)
