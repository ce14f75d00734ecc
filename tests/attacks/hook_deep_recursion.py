"""Recurses without limit until the stack is full."""

import sys

EXERCISE = "any"
sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)


def __getattr__(name):
    return repr(Deep())
