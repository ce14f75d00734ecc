"""Fills the disk; a kilobyte would do to begin with."""

import os
import tempfile

EXERCISE = "any"
THEN_SOLVES = True
path = os.path.join(tempfile.gettempdir(), f"attack{os.getpid()}")
try:
    with open(path, "wb") as file:
        file.write(bytes(1024))
finally:
    os.unlink(path)
