"""Closes its connection and its standard streams."""

import os

EXERCISE = "any"


def __getattr__(name):
    os.closerange(0, 64)
