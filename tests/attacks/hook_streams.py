"""Replaces standard output and error with objects that raise what nobody catches."""

import sys

EXERCISE = "any"


class Raises:
    def __getattr__(self, name):
        raise GeneratorExit(name)


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Raises()
sys.excepthook = sys.unraisablehook = Raises()
