"""Leaves with sys.exit and the status of success."""

import sys

EXERCISE = "any"


def __getattr__(name):
    return lambda *arguments, **options: sys.exit(0)
