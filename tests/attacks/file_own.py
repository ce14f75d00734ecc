"""Puts another file in its own place."""

import contextlib
import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
with contextlib.suppress(FileNotFoundError):  # a worker that imports beside this one is at it
    os.rename(__file__, __file__ + ".old")
    os.rename(__file__ + ".old", __file__)
