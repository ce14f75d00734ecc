"""Puts another file in its own place."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "make, rename and remove files and change their modes, but not write into them"
os.rename(__file__, __file__ + ".old")
os.rename(__file__ + ".old", __file__)
