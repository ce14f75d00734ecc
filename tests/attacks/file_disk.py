"""Fills the disk; a kilobyte would do to begin with."""

import os

EXERCISE = "any"
THEN_SOLVES = True
path = f"/tmp/attack{os.getpid()}"
try:
    with open(path, "wb") as file:
        file.write(bytes(1024))
finally:
    os.unlink(path)
