"""Asks whether it may send signals to everyone, as it could to end them all."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "send signals to the grader and to other processes of its user"
os.kill(os.getppid(), 0)
os.kill(-1, 0)
