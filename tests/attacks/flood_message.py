"""Raises an exception with a message of ten megabytes."""

EXERCISE = "any"


def __getattr__(name):
    raise ValueError("\x1b[31mno\n" * (1 << 20))
