"""Leaves the worker no room to answer: a recursion limit that its next call exceeds."""

import sys

EXERCISE = "any"


def __getattr__(name):
    return shallow


def shallow(*arguments, **options):
    depth, frame = 0, sys._getframe()
    while frame:
        depth, frame = depth + 1, frame.f_back
    sys.setrecursionlimit(depth + 3)
    return [[[[[[0.0]]]]]]
