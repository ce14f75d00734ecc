"""Replaces its own process by another program, which would keep the connection."""

import os

EXERCISE = "any"


def __getattr__(name):
    os.execv("/bin/sh", ["sh", "-c", "kill -9 0"])
