"""Matches an expression that takes exponential time."""

import re

EXERCISE = "any"
HANGS = True
re.match(r"(a+)+$", "a" * 60 + "b")
