"""Reads what others handed in: the folder that its own file was found in."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "read every file that its user may read: what others handed in"
with open(__file__) as own:
    assert own.read() and os.listdir(os.path.dirname(os.path.dirname(__file__)))
