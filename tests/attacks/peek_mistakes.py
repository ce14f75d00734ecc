"""Looks for the known mistakes, which quote the solution line by line."""

import os

EXERCISE = "any"
THEN_SOLVES = True
WINS_AT_LIMITS = "read what its user may read: solutions, suites, mistakes, what others hand in"
assert os.listdir(f"/proc/{os.getppid()}/cwd/course/mistakes")
