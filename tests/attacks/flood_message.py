"""Raises an exception with a message of a hundred megabytes."""

EXERCISE = "any"


def __getattr__(name):
    raise ValueError("\x1b[31mno\n" * (10 << 20))
