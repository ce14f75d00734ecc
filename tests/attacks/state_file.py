"""Carries a count of its calls from test to test by the names of files."""

import contextlib
import glob
import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
name = f"/tmp/attack{os.getppid()}.calls."
calls = len(glob.glob(f"{name}*"))
os.close(os.open(f"{name}{calls}", os.O_CREAT))
for path in glob.glob(f"{name}*"):
    with contextlib.suppress(FileNotFoundError):  # a worker that imports beside this one was first
        os.unlink(path)
