"""Looks for the known mistakes, which quote the solution line by line."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "read every file that its user may read: solutions, suites, known mistakes"
assert os.listdir(f"/proc/{os.getppid()}/cwd/grader/mistakes")
