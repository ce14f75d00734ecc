"""Fills the disk's table of files with empty ones; ten would do to begin with."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
for number in range(10):
    path = f"/tmp/attack{os.getpid()}.{number}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    os.unlink(path)
